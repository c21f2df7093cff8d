package io.github.idempotency.test.store;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a claim finds. Part of {@link IdempotencyStoreContract}. */
interface ClaimContract extends StoreUnderTest {

    @Test
    default void aFreeKeyIsAcquired() {
        Claim.Acquired acquired = Caller.of(this).acquire();

        assertThat(acquired.attempt()).isOne();
        assertThat(acquired.takenOver()).isFalse();
        assertThat(acquired.token()).isPositive();
    }

    @Test
    default void aValidLeaseKeepsOthersOut() {
        Caller caller = Caller.of(this);
        Claim.Acquired acquired = caller.acquire();
        letPass(moment());

        IdempotencyRecord record = caller.claim(Claim.InProgress.class).record();

        assertThat(record.token()).isEqualTo(acquired.token());
        caller.stored(acquired.token(), "answer");
    }

    @Test
    default void aRunningClaimIsToldAsItWasMade() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        Claim.Acquired acquired = caller.acquire();

        Claim.InProgress inProgress = caller.claim(Claim.InProgress.class);

        IdempotencyRecord record = inProgress.record();
        assertThat(record.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(record.scope()).isEqualTo(Caller.SCOPE);
        assertThat(record.attempt()).isOne();
        assertThat(record.effect()).isEqualTo(Effect.IRREVERSIBLE);
        assertThat(record.fingerprint()).isEqualTo(Caller.REQUEST);
        assertThat(record.settledAt()).isNull();
        assertThat(record.result()).isNull();
        assertThat(record.replays()).isZero();
        assertInstant(record.startedAt(), acquired.startedAt());
        assertInstant(record.leaseUntil(), acquired.startedAt().plus(caller.lease()));
        assertThat(inProgress.observedAt()).isBetween(record.startedAt(), record.leaseUntil());
    }

    @Test
    default void anExpiredLeaseIsTakenOver() {
        Caller first = Caller.of(this).withLease(moment());
        Claim.Acquired expired = first.acquire();
        letPass(moment());
        Caller second = first.withLease(Caller.LONG);

        Claim.Acquired takenOver = second.acquire();

        assertThat(takenOver.takenOver()).isTrue();
        IdempotencyRecord record = second.claim(Claim.InProgress.class).record();
        assertThat(record.token()).isEqualTo(takenOver.token()).isNotEqualTo(expired.token());
        assertInstant(record.startedAt(), takenOver.startedAt());
    }

    @Test
    default void theExpiredClaimDecidesWhetherItIsTakenOver() {
        Caller repeatable = Caller.of(this).withLease(moment());
        Caller irreversible = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        repeatable.acquire();
        irreversible.acquire();
        letPass(moment());

        repeatable.withEffect(Effect.IRREVERSIBLE).acquire();
        irreversible.withEffect(Effect.REPEATABLE).claim(Claim.Unknown.class);
    }

    @Test
    default void attemptGrowsAcrossReleaseAndTakeOver() {
        Caller caller = Caller.of(this).withLease(moment());
        caller.release(caller.acquire().token());
        assertThat(caller.acquire().attempt()).isEqualTo(2);
        letPass(moment());

        assertThat(caller.withLease(Caller.LONG).acquire().attempt()).isEqualTo(3);
        assertThat(caller.claim(Claim.InProgress.class).record().attempt()).isEqualTo(3);
    }

    @Test
    default void noFingerprintMatchesEveryFingerprint() {
        Caller with = Caller.of(this);
        Caller without = Caller.of(this).withFingerprint(Fingerprint.NONE);
        with.acquire();
        without.stored(without.acquire().token(), "answer");

        with.withFingerprint(Fingerprint.NONE).claim(Claim.InProgress.class);
        Claim.Completed completed = without.withFingerprint(Caller.REQUEST).claim(Claim.Completed.class);
        assertThat(completed.record().fingerprint()).isEqualTo(Fingerprint.NONE);
    }

    @Test
    default void twoKeysDoNotDisturbEachOther() {
        Caller one = Caller.of(this);
        Caller other = Caller.of(this).withFingerprint(Caller.OTHER_REQUEST);
        long token = one.acquire().token();
        long otherToken = other.acquire().token();

        assertThat(one.release(token)).isTrue();
        other.stored(otherToken, "answer");

        assertThat(one.acquire().attempt()).isEqualTo(2);
        assertAnswer(other.claim(Claim.Completed.class).record(), "answer");
    }

    @Test
    default void aKeyOfAnyOtherLengthIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofDigest(new byte[15]));
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.ofDigest(new byte[255]));
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.ofDigest(new byte[17]));
    }

    @Test
    default void durationsOutOfBoundsAreRefused() {
        Caller caller = Caller.of(this);
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(3661)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> caller.withLease(wrong).claim());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> caller.withRetention(wrong).claim());
        }
        assertThat(new ClaimRequest(
                        caller.key(),
                        Caller.SCOPE,
                        Caller.REQUEST,
                        Effect.REPEATABLE,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1)))
                .isNotNull();
    }
}
