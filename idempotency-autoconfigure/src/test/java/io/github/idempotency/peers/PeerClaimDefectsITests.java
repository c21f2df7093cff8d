package io.github.idempotency.peers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.Effect;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.RunningClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Defects that peers have with claims: who owns a key, and for how long. Keys raced for by many callers, which lu1tr0n,
 * Jdempotent and Camel run more than once, are in {@code LoadITests}; Cluster, where lu1tr0n's two keys in one script end
 * in CROSSSLOT, is in {@code ClusterRedisStoreITests}; a store that fails after success, when benhendayoussef releases
 * the key, and one that cannot be asked, when it runs without a claim, are in {@code StoreOutageITests}.
 *
 * <p>Broken on purpose: where the claim script takes no notice of a running claim, every test with a call in flight
 * fails; where leases are not renewed, those of calls that take longer than their lease or TTL; where a completion does
 * not compare the token, that of the stale owner.
 */
@GuardedTest
class PeerClaimDefectsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private Gates gates;

    @Autowired
    private EmbeddedRedis redis;

    @Autowired
    private IdempotencyStore store;

    @Autowired
    private KeyResolver keys;

    @Autowired
    private RecordingIdempotencyListener events;

    private final String key = Caller.newKey();

    private CompletableFuture<Reply> entered(String path) {
        CompletableFuture<Reply> running = caller.post(path).key(key).start();
        gates.awaitEntered(key);
        return running;
    }

    private void refused(String path) {
        caller.post(path, key).isProblem(409, "in-progress", "idempotency_in_flight");
    }

    /** arun0009 3.1: whoever has waited for 3.1 s deletes the claim, and the next caller runs concurrently. */
    @Test
    void aWaiterWhoGivesUpLeavesTheClaimAlone() {
        CompletableFuture<Reply> running = entered("/shop/impatient");
        refused("/shop/impatient");
        refused("/shop/impatient");
        gates.open(key);
        Reply first = running.join().hasStatus(200);
        caller.post("/shop/impatient", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** arun0009 3.1: a call that takes longer than its TTL loses its result and runs again. */
    @Test
    void aCallMayTakeLongerThanItsAnswerIsKept() {
        CompletableFuture<Reply> running = entered("/shop/slow");
        RunningClock.await(redis.clock(), Duration.ofSeconds(1));
        refused("/shop/slow");
        gates.open(key);
        Reply first = running.join().hasStatus(200).isFirst();
        caller.post("/shop/slow", key).isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** adzubla: a handler that takes longer than its lock runs twice, because nobody renews the lock. */
    @Test
    void aCallMayTakeLongerThanItsLease() {
        CompletableFuture<Reply> running = entered("/shop/slow");
        for (int lease = 0; lease < 3; lease++) {
            RunningClock.await(redis.clock(), Duration.ofMillis(350));
            refused("/shop/slow");
        }
        gates.open(key);
        running.join().hasStatus(200).isFirst();
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** lu1tr0n 0.0.6: the annotation runs concurrent duplicates. Jdempotent: a duplicate in flight gets null. */
    @Test
    void aDuplicateInFlightNeitherRunsNorGetsNothing() {
        CompletableFuture<Reply> running = entered("/payments/blocked");
        refused("/payments/blocked");
        gates.open(key);
        running.join().hasStatus(200);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    /** benhendayoussef: no owner token, so an owner that was taken over completes the new owner's claim. */
    @Test
    void whoLostTheClaimCannotCompleteIt() {
        CompletableFuture<Reply> stale = entered("/shop/slow");
        redis.call("FLUSHALL");
        await().until(() -> events.count(Type.LOST) > 0 || stale.isDone());
        Claim owner = claim("io.github.idempotency.app.ShopController.slow", Duration.ofMinutes(1));
        assertThat(owner).isInstanceOf(Claim.Acquired.class);
        gates.open(key);
        assertThat(stale.join().status()).isEqualTo(409);
        refused("/shop/slow");
    }

    /** snok: 409 for ever when the owner has died. */
    @Test
    void theClaimOfADeadOwnerEnds() {
        claim("brief", Duration.ofMillis(500));
        refused("/shop/brief");
        RunningClock.await(redis.clock(), Duration.ofMillis(500));
        assertThat(caller.post("/shop/brief", key).isFirst().text()).isEqualTo("run 1");
    }

    /** A claim whose owner is not going to do anything about it. */
    private Claim claim(String scope, Duration lease) {
        return store.claim(new ClaimRequest(
                keys.scope(scope, "").storeKey(key),
                scope,
                Fingerprint.NONE,
                Effect.REPEATABLE,
                lease,
                Duration.ofMinutes(1)));
    }

    /** snok: 409 for ever after the answer has expired. Spring Integration: no expiry. */
    @Test
    void anExpiredKeyIsFree() {
        Reply first = caller.post("/shop/brief", key);
        caller.post("/shop/brief", key).isReplayOf(first);
        RunningClock.await(redis.clock(), Duration.ofMillis(300));
        assertThat(caller.post("/shop/brief", key).isFirst().text()).isEqualTo("run 2");
    }

    /** Spring Integration: records without an expiry. */
    @Test
    void everyRecordExpiresWhateverBecameOfIt() {
        redis.call("FLUSHALL");
        CompletableFuture<Reply> running = entered("/payments/blocked");
        caller.post("/shop/pay", key).hasStatus(200);
        caller.post("/failing/once", key).hasStatus(500);
        caller.post("/failing/irreversible/exception", key).hasStatus(500);
        List<?> records = (List<?>) redis.call("KEYS", "*");
        assertThat(records)
                .hasSize(4)
                .allSatisfy(record -> assertThat((Long) redis.call("PTTL", String.valueOf(record)))
                        .isPositive());
        gates.open(key);
        running.join();
    }

    /** pig4cloud and Spring Integration: a failed handler keeps its key. */
    @Test
    void aFailureFreesTheKey() {
        caller.post("/failing/once", key).hasStatus(500);
        assertThat(caller.post("/failing/once", key).hasStatus(200).text()).isEqualTo("attempt 2");
    }

    /** pig4cloud: one JVM-wide lock is held around a call to the store. */
    @Test
    void oneRunningCallHoldsUpNoOther() {
        CompletableFuture<Reply> running = entered("/payments/blocked");
        caller.post("/shop/pay", Caller.newKey()).hasStatus(200);
        caller.post("/shop/pay", key).hasStatus(200);
        assertThat(running).isNotDone();
        gates.open(key);
        running.join().hasStatus(200);
    }

    /** Camel Spring Redis: clearing one repository is FLUSHDB. */
    @Test
    void deletingARecordDeletesNothingElse() {
        redis.call("SET", "foreign", "value");
        Reply kept = caller.post("/shop/refund", key);
        caller.post("/shop/pay", key);
        assertThat(((InspectableIdempotencyStore) store)
                        .delete(keys.scope("io.github.idempotency.app.ShopController.pay", "")
                                .storeKey(key)))
                .isTrue();
        assertThat(redis.call("GET", "foreign")).isEqualTo("value");
        caller.post("/shop/refund", key).isReplayOf(kept);
        caller.post("/shop/pay", key).isFirst();
    }
}
