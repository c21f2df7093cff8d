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
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An owner whose claim is no longer its own when it is done gives the authoritative answer, not its own.
 *
 * <p>Broken on purpose, by a completion script that does not compare the token: the answer of the stale owner replaces
 * that of the new one, and is given while the new one runs.
 */
@GuardedTest
class LostClaimsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    private final String key = Caller.newKey();

    private Call paused(String gate) {
        return caller.post("/payments/paused").key(key).header("X-Gate", gate);
    }

    /** The paused handler has run, and its record is lost. */
    private CompletableFuture<Reply> lost(String gate) {
        CompletableFuture<Reply> paused = paused(gate).start();
        gates.awaitEntered(gate);
        redis.call("FLUSHALL");
        return paused;
    }

    @Test
    void theAnswerOfTheNewOwnerIsGiven() {
        String gate = Caller.newKey();
        CompletableFuture<Reply> paused = lost(gate);
        Reply authoritative =
                caller.post("/payments/paused", key).hasStatus(200).isFirst();
        gates.open(gate);
        paused.join().isReplayOf(authoritative);
        caller.post("/payments/paused", key).isReplayOf(authoritative);
        assertThat(effects.of(key)).isEqualTo(2);
    }

    @Test
    void whileTheNewOwnerRunsThereIsNoAnswerYet() {
        String gate = Caller.newKey();
        String other = Caller.newKey();
        CompletableFuture<Reply> paused = lost(gate);
        CompletableFuture<Reply> owner = paused(other).start();
        gates.awaitEntered(other);
        gates.open(gate);
        Reply refused = paused.join().isProblem(409, "in-progress", "idempotency_in_flight");
        assertThat(refused.header("Retry-After")).isPresent();
        gates.open(other);
        Reply authoritative = owner.join();
        caller.post("/payments/paused", key).isReplayOf(authoritative);
    }

    @Test
    void withoutANewOwnerTheAnswerIsTheOnlyOne() {
        String gate = Caller.newKey();
        CompletableFuture<Reply> paused = lost(gate);
        gates.open(gate);
        paused.join().hasStatus(200).isFirst();
    }
}
