package io.github.idempotency.actuate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator who knows a record by its reference only says what became of it. */
@OperatedTest
class IntentSettlementITests {

    private static final String PATH = "/failing/irreversible/exception";

    private static final String SCOPE = "io.github.idempotency.app.FailingController.irreversibleException";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private IdempotencyStore store;

    @Autowired
    private ConfigurableApplicationContext context;

    private final String key = Caller.newKey();

    private String lose() {
        caller.post(PATH, key).hasStatus(500);
        return caller.get("/actuator/idempotency/" + SCOPE + "/" + key)
                .send()
                .json()
                .path("reference")
                .asString();
    }

    private Reply settle(String reference, boolean happened) {
        return caller.post("/actuator/idempotencyintents/" + reference)
                .json("{\"happened\":" + happened + "}")
                .send();
    }

    @Test
    void whatHappenedNeverRunsAgain() {
        settle(lose(), true).hasStatus(204);
        caller.post(PATH, key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatDidNotHappenRunsAgain() {
        String reference = lose();
        settle(reference, false).hasStatus(204);
        settle(reference, false).hasStatus(409);
        caller.post(PATH, key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whatIsNoRecordOfTheApplicationIsNotFound() {
        settle("nonsense", true).hasStatus(404);
        settle(StoreKey.of("nobody").reference(), true).hasStatus(404);
        var other = IdempotentOperation.of(new KeyScope("another application", SCOPE, ""), key);
        new IdempotentExecutor(store).begin(other);
        settle(other.storeKey().reference(), true).hasStatus(404);
    }

    @Test
    void aSettlementIsAuditedWithoutTheKey() {
        List<AuditEvent> audited = new CopyOnWriteArrayList<>();
        context.addApplicationListener(
                (ApplicationListener<AuditApplicationEvent>) event -> audited.add(event.getAuditEvent()));
        String reference = lose();
        settle(reference, true).hasStatus(204);
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(IdempotencyEndpoint.SETTLED);
            assertThat(event.getData())
                    .containsEntry("scope", SCOPE)
                    .containsEntry("happened", true)
                    .containsEntry("record", reference);
            assertThat(event.toString()).doesNotContain(key);
        });
    }
}
