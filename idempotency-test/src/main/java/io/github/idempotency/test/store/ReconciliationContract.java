package io.github.idempotency.test.store;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static org.assertj.core.api.Assertions.assertThat;

/** An unknown outcome is left by whoever found it out, and by nobody else. Part of {@link IdempotencyStoreContract}. */
interface ReconciliationContract extends StoreUnderTest {

    @Test
    default void anUnknownRecordGivesWayToAClaimThatNamesItsToken() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        Claim.Acquired lost = caller.acquire();
        caller.markUnknown(lost.token());

        Claim claim = caller.claimReconciled(lost.token());

        assertThat(claim).isInstanceOf(Claim.Acquired.class);
        Claim.Acquired acquired = (Claim.Acquired) claim;
        assertThat(acquired.token()).isGreaterThan(lost.token());
        assertThat(acquired.attempt()).isEqualTo(lost.attempt() + 1);
        caller.lost(lost.token(), "late");
        caller.stored(acquired.token(), "found out");
        assertAnswer(caller.claim(Claim.Completed.class).record(), "found out");
    }

    @Test
    default void anUnknownRecordStaysForAClaimThatNamesAnotherToken() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        caller.markUnknown(token);

        assertThat(caller.claimReconciled(token - 1)).isInstanceOf(Claim.Unknown.class);
        assertThat(caller.claimReconciled(token + 1)).isInstanceOf(Claim.Unknown.class);
    }

    @Test
    default void anotherRequestReconcilesNothing() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        caller.markUnknown(token);

        assertThat(caller.withFingerprint(Caller.OTHER_REQUEST).claimReconciled(token))
                .isInstanceOf(Claim.Mismatch.class);
    }

    @Test
    default void namingATokenTakesNothingButAnUnknownRecord() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();

        assertThat(caller.claimReconciled(token)).isInstanceOf(Claim.InProgress.class);

        caller.stored(token, "answer");
        assertThat(caller.claimReconciled(token)).isInstanceOf(Claim.Completed.class);
    }

    @Test
    default void oneOfManyConcurrentReconcilersWins() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        caller.markUnknown(token);

        List<Claim> claims = Race.run(32, runner -> caller.claimReconciled(token));

        assertThat(claims).filteredOn(Claim.Acquired.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.InProgress.class::isInstance).hasSize(31);
    }
}
