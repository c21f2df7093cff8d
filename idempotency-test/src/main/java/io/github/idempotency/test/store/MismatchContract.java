package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.assertSameRecord;
import static org.assertj.core.api.Assertions.assertThat;

/** What another request finds under a used key. Part of {@link IdempotencyStoreContract}. */
interface MismatchContract extends StoreUnderTest {

    @Test
    default void aMismatchLeavesARunningClaimUntouched() {
        Caller owner = Caller.of(this);
        owner.acquire();
        IdempotencyRecord before = owner.claim(Claim.InProgress.class).record();
        Caller other = owner.withFingerprint(Caller.OTHER_REQUEST).withEffect(Effect.IRREVERSIBLE);

        assertSameRecord(other.claim(Claim.Mismatch.class).record(), before);

        assertSameRecord(owner.claim(Claim.InProgress.class).record(), before);
    }

    @Test
    default void aMismatchNeverTakesOver() {
        Caller owner = Caller.of(this).withLease(moment());
        long token = owner.acquire().token();
        letPass(moment());

        IdempotencyRecord found = owner.withFingerprint(Caller.OTHER_REQUEST)
                .claim(Claim.Mismatch.class)
                .record();

        assertThat(found.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(found.token()).isEqualTo(token);
        owner.stored(token, "answer");
    }

    @Test
    default void aMismatchNeverMakesAnExpiredClaimUnknown() {
        Caller owner = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        long token = owner.acquire().token();
        letPass(moment());

        owner.withFingerprint(Caller.OTHER_REQUEST).claim(Claim.Mismatch.class);

        owner.stored(token, "answer");
    }

    @Test
    default void aMismatchOnACompletedRecordCountsNoReplay() {
        Caller owner = Caller.of(this);
        owner.stored(owner.acquire().token(), "answer");

        IdempotencyRecord found = owner.withFingerprint(Caller.OTHER_REQUEST)
                .claim(Claim.Mismatch.class)
                .record();

        assertAnswer(found, "answer");
        assertThat(owner.claim(Claim.Completed.class).record().replays()).isOne();
    }

    @Test
    default void aMismatchOnAnUnknownRecordIsAMismatch() {
        Caller owner = Caller.of(this);
        owner.markUnknown(owner.acquire().token());

        IdempotencyRecord found = owner.withFingerprint(Caller.OTHER_REQUEST)
                .claim(Claim.Mismatch.class)
                .record();

        assertThat(found.state()).isEqualTo(RecordState.UNKNOWN);
        owner.claim(Claim.Unknown.class);
    }
}
