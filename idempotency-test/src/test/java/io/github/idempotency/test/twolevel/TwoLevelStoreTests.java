package io.github.idempotency.test.twolevel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.test.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who answers what. Broken on purpose to see these fail: copies of records in any state; a copy brought without reading
 * it back; a deletion that does not evict; a failure of the front that ends the call.
 */
class TwoLevelStoreTests {

    private static final StoreKey KEY = StoreKey.of("key");

    private static final Duration RETENTION = Duration.ofMinutes(10);

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final InMemoryIdempotencyStore truth = new InMemoryIdempotencyStore(clock);

    private final InMemoryResultFront front = new InMemoryResultFront(clock);

    private final TwoLevelIdempotencyStore store = ResultFront.before(truth, front);

    @Test
    void aReplayIsAnsweredByTheFrontAlone() {
        complete();

        assertThat(claim("request")).isInstanceOf(Claim.Completed.class);

        assertThat(truth.find(KEY).orElseThrow().replays()).isZero();
        assertThat(store.find(KEY).orElseThrow().replays()).isOne();
    }

    @Test
    void countersAreTheTruths() {
        Counter counter = new Counter("orders", "http", "executed");
        store.counters("shop").orElseThrow().add(new CounterFlush("one", 1, Map.of(counter, 2L)));
        front.flush();

        assertThat(truth.counters("shop").orElseThrow().totals()).isEqualTo(Map.of(counter, 2L));
        assertThat(store.counters("shop").orElseThrow().totals()).isEqualTo(Map.of(counter, 2L));
        assertThat(new IdempotencyStores(store, Map.of()).counters("shop")).isPresent();
    }

    @Test
    void aMismatchIsAnsweredByTheFrontAndCountsNothing() {
        complete();

        assertThat(claim("another request")).isInstanceOf(Claim.Mismatch.class);

        assertThat(store.find(KEY).orElseThrow().replays()).isZero();
    }

    @Test
    void flushingTheFrontBetweenDuplicatesCostsNoEffect() {
        complete();
        for (int duplicate = 1; duplicate <= 3; duplicate++) {
            front.flush();

            assertThat(claim("request")).isInstanceOf(Claim.Completed.class);

            assertThat(truth.find(KEY).orElseThrow().replays()).isEqualTo(duplicate);
        }
    }

    @Test
    void aFlushedFrontIsFilledByTheNextReplay() {
        complete();
        front.flush();
        claim("request");

        claim("request");

        assertThat(truth.find(KEY).orElseThrow().replays()).isOne();
        assertThat(store.find(KEY).orElseThrow().replays()).isEqualTo(2);
    }

    @Test
    void aFrontThatIsDownOrComesBackChangesNoAnswer() {
        front.down(true);
        complete();
        assertThat(claim("request")).isInstanceOf(Claim.Completed.class);
        front.down(false);
        assertThat(claim("request")).isInstanceOf(Claim.Completed.class);
        front.down(true);
        assertThat(claim("request")).isInstanceOf(Claim.Completed.class);
    }

    @Test
    void onlyCompletedRecordsAreCopied() {
        long token = acquire();
        claim("request");
        assertThat(front.find(KEY)).isEmpty();
        store.release(KEY, token);
        claim("another request");
        assertThat(front.find(KEY)).isEmpty();
        store.markUnknown(KEY, truth.find(KEY).orElseThrow().token());
        claim("another request");
        assertThat(front.find(KEY)).isEmpty();
    }

    @Test
    void aLostResultIsNotCopied() {
        long stale = acquire();
        store.release(KEY, stale);
        acquire();

        assertThat(complete(stale)).isInstanceOf(Completion.Lost.class);

        assertThat(front.find(KEY)).isEmpty();
    }

    @Test
    void theCopyIsTheRecordThatTheTruthHas() {
        complete();

        assertThat(front.find(KEY)).contains(truth.find(KEY).orElseThrow());
    }

    @Test
    void theCopyEndsWithItsRecord() {
        complete();
        clock.advance(RETENTION);

        assertThat(claim("another request")).isInstanceOf(Claim.Acquired.class);
    }

    @Test
    void theCopyEndsWithItsResultAndTheNextOneSaysThatItIsGone() {
        Duration sooner = RETENTION.dividedBy(2);
        Result result = new Result(Outcome.SUCCEEDED, "answer".getBytes(StandardCharsets.UTF_8));
        store.complete(KEY, acquire(), result.keptFor(sooner), RETENTION);
        assertThat(((Claim.Completed) claim("request")).record().result()).isEqualTo(result);
        clock.advance(sooner);

        for (int retry = 0; retry < 2; retry++) {
            IdempotencyRecord record = ((Claim.Completed) claim("request")).record();
            assertThat(record.result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
        }

        assertThat(front.find(KEY)).isPresent();
        assertThat(claim("another request")).isInstanceOf(Claim.Mismatch.class);
    }

    @Test
    void aDeletedRecordIsNotAnsweredAnyMore() {
        complete();

        assertThat(store.delete(KEY)).isTrue();

        assertThat(claim("another request")).isInstanceOf(Claim.Acquired.class);
    }

    @Test
    void aReplayThatReadTheRecordBeforeItsDeletionDoesNotBringItBack() {
        complete();
        IdempotencyRecord read = truth.find(KEY).orElseThrow();
        store.delete(KEY);

        front.put(KEY, read);

        assertThat(claim("another request")).isInstanceOf(Claim.Acquired.class);
    }

    @Test
    void theNextResultReplacesACopyThatMissedTheDeletion() {
        complete();
        front.down(true);
        store.delete(KEY);
        long token = acquire();
        front.down(false);
        complete(token);

        assertThat(((Claim.Completed) claim("request")).record().token()).isEqualTo(token);
    }

    @Test
    void aClaimThatIsReconciledIsDecidedByTheTruth() {
        long token = acquire();
        store.markUnknown(KEY, token);

        Claim claim = store.claim(request("request").reconciled(token));

        assertThat(claim).isInstanceOf(Claim.Acquired.class);
        assertThat(truth.find(KEY).orElseThrow().state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    private void complete() {
        assertThat(complete(acquire())).isInstanceOf(Completion.Stored.class);
    }

    private Completion complete(long token) {
        Result result = new Result(Outcome.SUCCEEDED, "answer".getBytes(StandardCharsets.UTF_8));
        return store.complete(KEY, token, result, RETENTION);
    }

    private long acquire() {
        return ((Claim.Acquired) claim("request")).token();
    }

    private Claim claim(String request) {
        return store.claim(request(request));
    }

    private static ClaimRequest request(String request) {
        return new ClaimRequest(KEY, "test", Fingerprint.of(request), Effect.REPEATABLE, RETENTION, RETENTION);
    }
}
