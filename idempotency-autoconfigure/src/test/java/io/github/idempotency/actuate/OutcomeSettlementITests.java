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

import static org.assertj.core.api.Assertions.assertThat;

/** An operator says what became of a call. With {@code management.endpoint.idempotency.access=unrestricted}. */
@OperatedTest
class OutcomeSettlementITests {

    private static final String PATH = "/failing/irreversible/exception";

    private static final String SCOPE = "io.github.idempotency.app.FailingController.irreversibleException";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private ConfigurableApplicationContext context;

    private final String key = Caller.newKey();

    private Reply settle(boolean happened) {
        return caller.post("/actuator/idempotency/" + SCOPE + "/" + key)
                .json("{\"happened\":" + happened + "}")
                .send();
    }

    @Test
    void whatHappenedNeverRunsAgain() {
        caller.post(PATH, key).hasStatus(500);
        settle(true).hasStatus(204);
        caller.post(PATH, key).isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatDidNotHappenRunsAgain() {
        caller.post(PATH, key).hasStatus(500);
        settle(false).hasStatus(204);
        caller.post(PATH, key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whatIsNotUnknownIsNotSettled() {
        settle(true).hasStatus(404);
        caller.post(PATH, key).hasStatus(500);
        settle(true).hasStatus(204);
        settle(false).hasStatus(409);
    }

    @Test
    void aSettlementIsAuditedWithoutTheKey() {
        List<AuditEvent> audited = new CopyOnWriteArrayList<>();
        context.addApplicationListener(
                (ApplicationListener<AuditApplicationEvent>) event -> audited.add(event.getAuditEvent()));
        caller.post(PATH, key).hasStatus(500);
        settle(true).hasStatus(204);
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(IdempotencyEndpoint.SETTLED);
            assertThat(event.getData())
                    .containsEntry("scope", SCOPE)
                    .containsEntry("happened", true)
                    .containsKey("record");
            assertThat(event.toString()).doesNotContain(key);
        });
    }
}
