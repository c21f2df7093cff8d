package io.github.idempotency.test.store;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static io.github.idempotency.test.store.RecordAssertions.assertResult;
import static io.github.idempotency.test.store.RecordAssertions.assertSameRecord;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store whose records can be looked at guarantees beside {@link IdempotencyStoreContract}. */
public interface InspectableStoreContract extends StoreUnderTest {

    @Override
    InspectableIdempotencyStore store();

    @Test
    default void nothingIsFoundUnderAFreeKey() {
        assertThat(store().find(Caller.of(this).key())).isEmpty();
    }

    @Test
    default void aRunningClaimIsFound() {
        Caller caller = Caller.of(this);
        Claim.Acquired acquired = caller.acquire();

        IdempotencyRecord found = found(caller);

        assertThat(found.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(found.scope()).isEqualTo(Caller.SCOPE);
        assertThat(found.token()).isEqualTo(acquired.token());
        assertThat(found.attempt()).isOne();
        assertThat(found.effect()).isEqualTo(Effect.REPEATABLE);
        assertThat(found.fingerprint()).isEqualTo(Caller.REQUEST);
        assertInstant(found.startedAt(), acquired.startedAt());
        assertInstant(found.leaseUntil(), acquired.startedAt().plus(Caller.LONG));
        assertInstant(found.expiresAt(), acquired.startedAt().plus(Caller.LONG.multipliedBy(2)));
        assertSameRecord(found, caller.claim(Claim.InProgress.class).record());
    }

    @Test
    default void lookingCountsNoReplay() {
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");
        caller.claim();

        assertThat(found(caller).replays()).isOne();
        assertThat(found(caller).replays()).isOne();
        assertAnswer(found(caller), "answer");

        assertThat(caller.claim(Claim.Completed.class).record().replays()).isEqualTo(2);
    }

    @Test
    default void lookingDoesNotSettleAnExpiredClaim() {
        Caller caller = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        letPass(moment());

        assertThat(found(caller).state()).isEqualTo(RecordState.IN_PROGRESS);

        caller.stored(token, "late");
    }

    @Test
    default void aReleasedRecordIsFoundWithItsTokenAndAttempt() {
        Caller caller = Caller.of(this);
        caller.release(caller.acquire().token());
        long token = caller.acquire().token();
        caller.release(token);

        IdempotencyRecord found = found(caller);

        assertThat(found.state()).isEqualTo(RecordState.RELEASED);
        assertThat(found.token()).isEqualTo(token);
        assertThat(found.attempt()).isEqualTo(2);
        assertThat(found.leaseUntil()).isNull();
        assertThat(found.settledAt()).isNotNull();
    }

    @Test
    default void theEndOfAShortLivedResultIsFound() {
        Caller caller = Caller.of(this).withRetention(Caller.LONG.multipliedBy(2));
        Result result = Caller.answer("answer").keptFor(Caller.LONG);
        store().complete(caller.key(), caller.acquire().token(), result, caller.retention());

        IdempotencyRecord found = found(caller);

        assertAnswer(found, "answer");
        assertInstant(found.resultUntil(), present(found.settledAt()).plus(Caller.LONG));
        assertThat(found.replays()).isZero();
    }

    @Test
    default void aShortLivedResultIsNotFoundAnyMore() {
        Caller caller = Caller.of(this);
        Result result = Caller.answer("answer").keptFor(moment());
        store().complete(caller.key(), caller.acquire().token(), result, Caller.LONG);
        letPass(moment());

        IdempotencyRecord found = found(caller);

        assertResult(found, Result.notRetained(Outcome.SUCCEEDED));
        assertThat(found.resultUntil()).isNull();
        assertInstant(found.expiresAt(), present(found.settledAt()).plus(Caller.LONG));
    }

    @Test
    default void anExpiredRecordIsNotFound() {
        Caller caller = Caller.of(this);
        caller.withRetention(moment()).stored(caller.acquire().token(), "answer");
        letPass(moment());

        assertThat(store().find(caller.key())).isEmpty();
        assertThat(store().delete(caller.key())).isFalse();
    }

    @Test
    default void aLiveClaimIsNeverDeleted() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();

        assertThat(store().delete(caller.key())).isFalse();

        caller.claim(Claim.InProgress.class);
        caller.stored(token, "answer");
    }

    @Test
    default void whateverIsNotALiveClaimIsDeleted() {
        Caller completed = Caller.of(this);
        completed.stored(completed.acquire().token(), "answer");
        Caller unknown = Caller.of(this);
        unknown.markUnknown(unknown.acquire().token());
        Caller released = Caller.of(this);
        released.release(released.acquire().token());
        Caller expired = Caller.of(this).withLease(moment());
        expired.acquire();
        letPass(moment());

        for (Caller caller : new Caller[] {completed, unknown, released, expired}) {
            assertThat(store().delete(caller.key())).isTrue();
            assertThat(store().find(caller.key())).isEmpty();
            assertThat(store().delete(caller.key())).isFalse();
            assertThat(caller.acquire().attempt()).isOne();
        }
    }

    @Test
    default void theTokenGrowsAcrossDeletion() {
        Caller caller = Caller.of(this);
        long first = caller.acquire().token();
        caller.stored(first, "answer");
        store().delete(caller.key());

        long second = caller.acquire().token();

        assertThat(second).isGreaterThan(first);
        caller.lost(first, "stale");
        caller.stored(second, "answer");
    }

    private IdempotencyRecord found(Caller caller) {
        Optional<IdempotencyRecord> found = store().find(caller.key());
        assertThat(found).isPresent();
        return found.orElseThrow();
    }
}
