package io.github.idempotency.test.store;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;

import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** Every record expires, by the store's clock, and not before its time. Part of {@link IdempotencyStoreContract}. */
interface ExpiryContract extends StoreUnderTest {

    @Test
    default void aRunningClaimOutlivesItsLeaseByTheRetention() {
        Caller owner = Caller.of(this).withLease(moment());
        Claim.Acquired acquired = owner.acquire();
        letPass(moment());

        IdempotencyRecord record = owner.withFingerprint(Caller.OTHER_REQUEST)
                .claim(Claim.Mismatch.class)
                .record();

        assertInstant(record.expiresAt(), acquired.startedAt().plus(moment()).plus(Caller.LONG));
    }

    @Test
    default void anAbandonedRecordExpires() {
        for (Effect effect : Effect.values()) {
            Caller caller =
                    Caller.of(this).withEffect(effect).withLease(moment()).withRetention(moment());
            caller.acquire();
            letPass(moment().multipliedBy(2));

            Claim.Acquired fresh = caller.withFingerprint(Caller.OTHER_REQUEST).acquire();

            assertThat(fresh.attempt()).isOne();
            assertThat(fresh.takenOver()).isFalse();
        }
    }

    @Test
    default void theRetentionRunsFromTheCompletion() {
        Caller caller = Caller.of(this);
        Duration longer = Caller.LONG.multipliedBy(3);
        caller.withRetention(longer).stored(caller.acquire().token(), "answer");

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

        assertInstant(record.expiresAt(), present(record.settledAt()).plus(longer));
    }

    /** A store that does not learn it by storing the result says nothing. */
    @Test
    default void theExpiryThatACompletionTellsIsTheRecords() {
        Caller caller = Caller.of(this);
        Completion completion = caller.complete(caller.acquire().token(), "answer");

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

        if (completion instanceof Completion.Stored stored && stored.expiresAt() != null) {
            assertInstant(record.expiresAt(), stored.expiresAt());
        }
    }

    @Test
    default void aCompletedRecordExpiresAfterItsRetention() {
        Caller caller = Caller.of(this);
        caller.withRetention(moment()).stored(caller.acquire().token(), "answer");
        letPass(moment());

        assertThat(caller.withFingerprint(Caller.OTHER_REQUEST).acquire().attempt())
                .isOne();
    }

    @Test
    default void aReplayDoesNotProlongARecord() {
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");
        IdempotencyRecord first = caller.claim(Claim.Completed.class).record();
        letPass(moment());

        IdempotencyRecord second = caller.claim(Claim.Completed.class).record();

        assertInstant(second.expiresAt(), first.expiresAt());
        assertInstant(second.settledAt(), first.expiresAt().minus(Caller.LONG));
    }

    @Test
    default void aReleasedRecordForgetsItsAttemptsWhenItExpires() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        caller.release(caller.acquire().token());
        letPass(moment().multipliedBy(2));

        assertThat(caller.acquire().attempt()).isOne();
    }

    @Test
    default void anUnknownRecordExpires() {
        Caller caller = Caller.of(this)
                .withEffect(Effect.IRREVERSIBLE)
                .withLease(moment())
                .withRetention(moment());
        caller.markUnknown(caller.acquire().token());
        letPass(moment().multipliedBy(2));

        assertThat(caller.acquire().attempt()).isOne();
    }

    @Test
    default void theLongestDurationsAreKept() {
        Caller caller = Caller.of(this).withLease(Duration.ofDays(366)).withRetention(Duration.ofDays(3660));
        Claim.Acquired acquired = caller.acquire();

        IdempotencyRecord running = caller.claim(Claim.InProgress.class).record();
        assertInstant(running.expiresAt(), acquired.startedAt().plus(Duration.ofDays(366 + 3660)));
        caller.stored(acquired.token(), "answer");

        IdempotencyRecord completed = caller.claim(Claim.Completed.class).record();
        assertInstant(completed.expiresAt(), present(completed.settledAt()).plus(Duration.ofDays(3660)));
    }
}
