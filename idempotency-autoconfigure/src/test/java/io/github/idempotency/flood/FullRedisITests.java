package io.github.idempotency.flood;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.Effect;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.OperatedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis has no memory left and evicts nothing. Broken on purpose: with the commands of a renewal in the other order the
 * claim that outlives its lease is lost, with a replay that has to be counted it is refused, and with a release that
 * writes the state first a failed call holds its key.
 */
@OperatedTest
class FullRedisITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    @Autowired
    private InspectableIdempotencyStore store;

    private final String key = Caller.newKey();

    private void fill() {
        redis.call("CONFIG", "SET", "maxmemory", "1");
    }

    @AfterEach
    void makeRoom() {
        redis.call("CONFIG", "SET", "maxmemory", "0");
    }

    @Test
    void nothingRunsThatCannotBeClaimed() {
        fill();
        Reply refused = caller.post("/values/record", key);
        refused.isProblem(503, "store-unavailable", "idempotency_store_unavailable");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(effects.of(key)).isZero();
        makeRoom();
        caller.post("/values/record", key).hasStatus(200).isFirst();
    }

    @Test
    void whatIsStoredIsReplayed() {
        Reply first = caller.post("/values/record", key);
        fill();
        caller.post("/values/record", key).isReplayOf(first);
        makeRoom();
        caller.post("/values/record", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void anAnswerThatDoesNotFitIsGivenAndStoredOnceThereIsRoom() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        fill();
        gates.open(key);
        Reply first = running.join().hasStatus(200).isFirst();
        caller.post("/payments/blocked", key).isProblem(409, "in-progress", "idempotency_in_flight");
        makeRoom();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> caller.post("/payments/blocked", key).status() == 200);
        caller.post("/payments/blocked", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatFailedIsToldAllTheSame(Effect effect) {
        StoreKey record = StoreKey.of(key);
        ClaimRequest request = new ClaimRequest(
                record, "failing", Fingerprint.NONE, effect, Duration.ofMinutes(1), Duration.ofMinutes(2));
        long token = ((Claim.Acquired) store.claim(request)).token();
        fill();
        assertThat(effect == Effect.REPEATABLE ? store.release(record, token) : store.markUnknown(record, token))
                .isTrue();
        makeRoom();
        IdempotencyRecord told = store.find(record).orElseThrow();
        assertThat(told.state()).isEqualTo(effect == Effect.REPEATABLE ? RecordState.RELEASED : RecordState.UNKNOWN);
        assertThat(Duration.between(told.startedAt(), told.expiresAt()))
                .isBetween(
                        Duration.ofMinutes(3).minusSeconds(1),
                        Duration.ofMinutes(3).plusSeconds(1));
    }

    /** Three leases later, by the server's clock. */
    @Test
    void aClaimIsRenewedAllTheSame() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        fill();
        long until = redis.clock().millis() + 3 * 6_000;
        await().atMost(Duration.ofSeconds(60)).until(() -> redis.clock().millis() > until);
        makeRoom();
        caller.post("/payments/blocked", key).isProblem(409, "in-progress", "idempotency_in_flight");
        gates.open(key);
        Reply first = running.join().hasStatus(200).isFirst();
        caller.post("/payments/blocked", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }
}
