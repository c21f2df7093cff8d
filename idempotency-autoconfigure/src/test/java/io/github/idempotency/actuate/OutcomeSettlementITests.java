package io.github.idempotency.actuate;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator says what became of a call. With {@code management.endpoint.idempotency.access=unrestricted}. */
@OperatedTest
@RecordApplicationEvents
class OutcomeSettlementITests {

    private static final String PATH = "/failing/irreversible/exception";

    private static final String SCOPE = "io.github.idempotency.app.FailingController.irreversibleException";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

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
    void aSettlementIsAuditedWithoutTheKey(@Autowired ApplicationEvents events) {
        caller.post(PATH, key).hasStatus(500);
        settle(true).hasStatus(204);
        AuditEvent audited = events.stream(AuditApplicationEvent.class)
                .map(AuditApplicationEvent::getAuditEvent)
                .filter(event -> event.getType().equals(IdempotencyEndpoint.SETTLED))
                .findFirst()
                .orElseThrow();
        Map<String, Object> data = audited.getData();
        assertThat(data)
                .containsEntry("scope", SCOPE)
                .containsEntry("happened", true)
                .containsKey("record");
        assertThat(data.toString()).doesNotContain(key);
    }
}
