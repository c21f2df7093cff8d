package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** An effect that may have happened is never executed again. Part of {@link IdempotencyStoreContract}. */
interface UnknownContract extends StoreUnderTest {

    @Test
    default void anExpiredIrreversibleClaimBecomesUnknown() {
        Caller caller = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        Claim.Acquired acquired = caller.acquire();
        letPass(moment());

        IdempotencyRecord record = caller.claim(Claim.Unknown.class).record();

        assertThat(record.state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(record.token()).isEqualTo(acquired.token());
        assertThat(record.attempt()).isOne();
        assertThat(record.leaseUntil()).isNull();
        assertThat(record.settledAt()).isNotNull().isAfterOrEqualTo(record.startedAt());
        assertThat(record.result()).isNull();
    }

    @Test
    default void anUnknownRecordStaysUnknown() {
        Caller caller = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        letPass(moment());
        caller.claim(Claim.Unknown.class);

        IdempotencyRecord current = present(caller.lost(token, "late").current());
        assertThat(current.state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(caller.release(token)).isFalse();
        assertThat(caller.markUnknown(token)).isFalse();
        letPass(moment());

        caller.claim(Claim.Unknown.class);
    }

    @Test
    default void anOwnerMayMarkItsClaimUnknown() {
        for (Effect effect : Effect.values()) {
            Caller caller = Caller.of(this).withEffect(effect);
            long token = caller.acquire().token();

            assertThat(caller.markUnknown(token)).isTrue();

            IdempotencyRecord record = caller.claim(Claim.Unknown.class).record();
            assertThat(record.state()).isEqualTo(RecordState.UNKNOWN);
            assertThat(record.effect()).isEqualTo(effect);
            caller.lost(token, "late");
        }
    }

    @Test
    default void aStaleTokenCannotMarkUnknown() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        letPass(moment());
        Caller owner = stale.withLease(Caller.LONG);
        long token = owner.acquire().token();

        assertThat(stale.markUnknown(staleToken)).isFalse();

        owner.claim(Claim.InProgress.class);
        owner.stored(token, "answer");
    }

    @Test
    default void aSettledRecordCannotBeMarkedUnknown() {
        Caller completed = Caller.of(this);
        long completedToken = completed.acquire().token();
        completed.stored(completedToken, "answer");
        Caller released = Caller.of(this);
        long releasedToken = released.acquire().token();
        released.release(releasedToken);

        assertThat(completed.markUnknown(completedToken)).isFalse();
        assertThat(released.markUnknown(releasedToken)).isFalse();

        assertAnswer(completed.claim(Claim.Completed.class).record(), "answer");
        released.acquire();
    }
}
