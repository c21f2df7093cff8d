package io.github.idempotency.test.store;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RenewableIdempotencyStore;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store with leases that can be renewed guarantees beside {@link IdempotencyStoreContract}. */
public interface RenewableStoreContract extends StoreUnderTest {

    @Override
    RenewableIdempotencyStore store();

    @Test
    default void aRenewedLeaseKeepsOthersOut() {
        for (Effect effect : Effect.values()) {
            Caller caller = Caller.of(this).withLease(moment()).withEffect(effect);
            long token = caller.acquire().token();
            assertThat(store().renew(caller.key(), token, Caller.LONG)).isTrue();
            letPass(moment());

            assertThat(caller.claim(Claim.InProgress.class).record().token()).isEqualTo(token);
            caller.stored(token, "answer");
        }
    }

    @Test
    default void theExpiryMovesAlongWithTheLease() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        IdempotencyRecord before = caller.claim(Claim.InProgress.class).record();

        store().renew(caller.key(), token, Caller.LONG.multipliedBy(3));

        Claim.InProgress renewed = caller.claim(Claim.InProgress.class);
        Instant leaseUntil = present(renewed.record().leaseUntil());
        assertThat(leaseUntil)
                .isAfter(renewed.observedAt().plus(Caller.LONG))
                .isBefore(renewed.observedAt().plus(Caller.LONG.multipliedBy(3)).plusMillis(1));
        assertInstant(renewed.record().expiresAt(), leaseUntil.plus(Caller.LONG));
        assertThat(renewed.record().startedAt()).isEqualTo(before.startedAt());
        assertThat(renewed.record().attempt()).isOne();
    }

    @Test
    default void aShortenedLeaseShortensTheRecord() {
        Caller caller = Caller.of(this).withRetention(moment());
        long token = caller.acquire().token();

        store().renew(caller.key(), token, moment());
        letPass(moment().multipliedBy(2));

        assertThat(caller.acquire().attempt()).isOne();
    }

    @Test
    default void aLateOwnerThatNobodyReplacedStillRenews() {
        Caller caller = Caller.of(this).withLease(moment());
        long token = caller.acquire().token();
        letPass(moment());

        assertThat(store().renew(caller.key(), token, Caller.LONG)).isTrue();

        caller.claim(Claim.InProgress.class);
    }

    @Test
    default void aStaleTokenCannotRenew() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        letPass(moment());
        stale.acquire();

        assertThat(store().renew(stale.key(), staleToken, Caller.LONG)).isFalse();
        letPass(moment());

        assertThat(stale.acquire().takenOver()).isTrue();
    }

    @Test
    default void aSettledClaimCannotBeRenewed() {
        Caller completed = Caller.of(this);
        long completedToken = completed.acquire().token();
        completed.stored(completedToken, "answer");
        Caller released = Caller.of(this);
        long releasedToken = released.acquire().token();
        released.release(releasedToken);
        Caller unknown = Caller.of(this);
        long unknownToken = unknown.acquire().token();
        unknown.markUnknown(unknownToken);

        assertThat(store().renew(completed.key(), completedToken, Caller.LONG)).isFalse();
        assertThat(store().renew(released.key(), releasedToken, Caller.LONG)).isFalse();
        assertThat(store().renew(unknown.key(), unknownToken, Caller.LONG)).isFalse();

        assertAnswer(completed.claim(Claim.Completed.class).record(), "answer");
        released.acquire();
        unknown.claim(Claim.Unknown.class);
    }

    @Test
    default void aForgottenClaimCannotBeRenewed() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long token = caller.acquire().token();
        letPass(moment().multipliedBy(2));

        assertThat(store().renew(caller.key(), token, Caller.LONG)).isFalse();

        assertThat(caller.acquire().attempt()).isOne();
    }
}
