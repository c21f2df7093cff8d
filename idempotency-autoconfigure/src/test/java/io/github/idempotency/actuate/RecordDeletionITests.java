package io.github.idempotency.actuate;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code management.endpoint.idempotency.access=unrestricted}. */
@OperatedTest
class RecordDeletionITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    private final String key = Caller.newKey();

    private Reply delete(String scope) {
        return caller.call("DELETE", "/actuator/idempotency/" + scope + "/" + key)
                .send();
    }

    @Test
    void aDeletedKeyIsFree() {
        caller.post("/payments").key(key).json("{\"amount\":1}").send().hasStatus(200);
        assertThat(delete("payments").hasStatus(204).body()).isEmpty();
        delete("payments").hasStatus(404);
        caller.post("/payments")
                .key(key)
                .json("{\"amount\":2}")
                .send()
                .hasStatus(200)
                .isFirst();
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void aRunningCallKeepsItsKey() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        try {
            delete("io.github.idempotency.app.PaymentController.blocked").hasStatus(409);
        } finally {
            gates.open(key);
        }
        Reply first = running.join();
        caller.post("/payments/blocked", key).isReplayOf(first);
    }

    @Test
    void anUnknownOutcomeCanBeSettledByDeletion() {
        String scope = "io.github.idempotency.app.FailingController.irreversibleException";
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        caller.post("/failing/irreversible/exception", key).hasStatus(409);
        assertThat(caller.get("/actuator/idempotency/" + scope + "/" + key)
                        .send()
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("UNKNOWN");
        delete(scope).hasStatus(204);
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        assertThat(effects.of(key)).isEqualTo(2);
    }
}
