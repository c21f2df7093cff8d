package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

/** Who gets to free a key, and for whom. Part of {@link IdempotencyStoreContract}. */
interface ReleaseContract extends StoreUnderTest {

    @Test
    default void aReleasedKeyIsFree() {
        Caller caller = Caller.of(this);
        assertThat(caller.release(caller.acquire().token())).isTrue();

        Claim.Acquired next = caller.acquire();

        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.takenOver()).isFalse();
        caller.stored(next.token(), "answer");
    }

    @Test
    default void anotherRequestMayClaimAReleasedKey() {
        Caller caller = Caller.of(this);
        caller.release(caller.acquire().token());
        Caller other = caller.withFingerprint(Caller.OTHER_REQUEST);

        other.stored(other.acquire().token(), "other");

        caller.claim(Claim.Mismatch.class);
        assertAnswer(other.claim(Claim.Completed.class).record(), "other");
    }

    @Test
    default void aStaleTokenCannotRelease() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        letPass(moment());
        Caller owner = stale.withLease(Caller.LONG);
        long token = owner.acquire().token();

        assertThat(stale.release(staleToken)).isFalse();

        owner.claim(Claim.InProgress.class);
        owner.stored(token, "answer");
    }

    @Test
    default void aLateOwnerThatNobodyReplacedStillReleases() {
        Caller caller = Caller.of(this).withLease(moment());
        long token = caller.acquire().token();
        letPass(moment());

        assertThat(caller.release(token)).isTrue();

        assertThat(caller.acquire().takenOver()).isFalse();
    }

    @Test
    default void aCompletedRecordCannotBeReleased() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.stored(token, "answer");

        assertThat(caller.release(token)).isFalse();

        assertAnswer(caller.claim(Claim.Completed.class).record(), "answer");
    }

    @Test
    default void aKeyIsReleasedOnce() {
        Caller caller = Caller.of(this);
        assertThat(caller.release(1)).as("a key nobody claimed").isFalse();
        long token = caller.acquire().token();

        assertThat(caller.release(token)).isTrue();
        assertThat(caller.release(token)).isFalse();
    }
}
