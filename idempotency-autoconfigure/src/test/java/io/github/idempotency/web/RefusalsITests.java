package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static io.github.idempotency.test.IdempotencyAssertions.assertThatExecutions;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller is told whose key is in use, and who never gets as far as a key.
 *
 * <p>Broken on purpose, by a claim script that takes no notice of a running claim: the duplicate of a running call runs.
 */
@GuardedTest
class RefusalsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private RecordingIdempotencyListener events;

    private Call payment(String key, String body) {
        return caller.post("/payments").key(key).json(body);
    }

    @Test
    void aKeyIsGoodForOneRequestOnly() {
        String key = Caller.newKey();
        Reply first = payment(key, "{\"id\":\"1\",\"amount\":100}").send().hasStatus(200);
        Reply refused = payment(key, "{\"id\":\"1\",\"amount\":1000}").send();
        refused.isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(refused.header("Retry-After")).isEmpty();
        payment(key, "{\"id\":\"1\",\"amount\":100}").send().isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void theOriginalCanBeReplayedInstead() {
        String key = Caller.newKey();
        Reply first = caller.post("/payments/original")
                .key(key)
                .json("{\"amount\":1}")
                .send();
        caller.post("/payments/original").key(key).json("{\"amount\":2}").send().isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aDuplicateOfARunningCallIsToldWhenToComeBack() {
        String key = Caller.newKey();
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        try {
            Reply refused = caller.post("/payments/blocked", key);
            refused.isProblem(409, "in-progress", "idempotency_in_flight");
            assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
            assertThat(refused.header("X-Should-Retry")).isEmpty();
            caller.post("/payments/blocked")
                    .key(key)
                    .json("{}")
                    .send()
                    .isProblem(422, "key-reused", "idempotency_conflict");
        } finally {
            gates.open(key);
        }
        Reply first = running.join().hasStatus(200);
        caller.post("/payments/blocked", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void whatFailsBeforeTheHandlerDoesNotClaimTheKey() {
        String key = Caller.newKey();
        payment(key, "{\"id\":\"1\",\"amount\":-1}").send().hasStatus(400);
        payment(key, "{\"id\":").send().hasStatus(400);
        payment(key, "").send().hasStatus(400);
        caller.post("/payments")
                .key(key)
                .body("application/x-unknown", "?")
                .send()
                .hasStatus(415);
        caller.get("/payments").key(key).send().hasStatus(405);
        payment(key, "{\"id\":\"1\",\"amount\":1}").send().hasStatus(200).isFirst();
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aReplayPassesValidationAgain() {
        String key = Caller.newKey();
        payment(key, "{\"id\":\"1\",\"amount\":1}").send().hasStatus(200);
        Reply invalid = payment(key, "{\"id\":\"1\",\"amount\":-1}").send().hasStatus(400);
        assertThat(invalid.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void anOptionalKeyThatIsMissingLeavesTheCallUnprotected() {
        events.clear();
        int before = effects.of("null");
        for (int i = 1; i <= 2; i++) {
            Reply reply = caller.post("/payments/optional").send().hasStatus(200);
            assertThat(reply.json().path("number").asInt()).isEqualTo(before + i);
            assertThat(reply.header("X-Original-Request-Time")).isEmpty();
        }
        assertThatExecutions(events).ofScope("optional").ran(2).wereReplayed(0);
        assertThat(events.types()).hasSize(2).allMatch(type -> type.name().equals("IGNORED"));
    }

    @Test
    void anOptionalKeyThatIsGivenProtects() {
        String key = Caller.newKey();
        Reply first = caller.post("/payments/optional", key);
        caller.post("/payments/optional", key).isReplayOf(first);
        caller.post("/payments/optional", "\"bad").isProblem(400, "key-invalid", "idempotency_key_invalid");
    }

    /** No handler here accepts its duplicates. */
    @Test
    void nothingCanBeAskedAboutWhereNothingIsAccepted() {
        Reply reply =
                caller.get("/idempotency/operations/" + "x".repeat(44)).send().hasStatus(404);
        assertThat(reply.text()).doesNotContain("operation-not-found");
    }
}
