package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** Who gets to store a result. Part of {@link IdempotencyStoreContract}. */
interface CompletionContract extends StoreUnderTest {

    @Test
    default void aCompletedResultIsReplayed() {
        Caller caller = Caller.of(this);
        Claim.Acquired acquired = caller.acquire();
        caller.stored(acquired.token(), "answer");

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

        assertAnswer(record, "answer");
        assertThat(record.token()).isEqualTo(acquired.token());
        assertThat(record.attempt()).isOne();
        assertThat(record.fingerprint()).isEqualTo(Caller.REQUEST);
        assertThat(record.leaseUntil()).isNull();
        assertThat(record.settledAt()).isNotNull().isAfterOrEqualTo(record.startedAt());
    }

    @Test
    default void aReplayIsCounted() {
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");

        for (int replay = 1; replay <= 3; replay++) {
            assertThat(caller.claim(Claim.Completed.class).record().replays()).isEqualTo(replay);
        }
    }

    @Test
    default void aCompletedRecordIsNeverOverwritten() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.stored(token, "first");

        assertAnswer(caller.lost(token, "second").current(), "first");
        assertAnswer(caller.lost(token + 1, "third").current(), "first");

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();
        assertAnswer(record, "first");
        assertThat(record.replays()).as("a lost completion is no replay").isOne();
    }

    @Test
    default void aStaleTokenCannotComplete() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        letPass(moment());
        Caller owner = stale.withLease(Caller.LONG);
        long token = owner.acquire().token();

        IdempotencyRecord current = present(stale.lost(staleToken, "stale").current());

        assertThat(current.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(current.token()).isEqualTo(token);
        owner.stored(token, "answer");
        assertAnswer(stale.lost(staleToken, "stale").current(), "answer");
        assertAnswer(owner.claim(Claim.Completed.class).record(), "answer");
    }

    @Test
    default void aLateOwnerThatNobodyReplacedStillCompletes() {
        Caller caller = Caller.of(this).withLease(moment());
        Caller irreversible = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        long irreversibleToken = irreversible.acquire().token();
        letPass(moment());

        caller.stored(token, "late");
        irreversible.stored(irreversibleToken, "late");

        assertAnswer(caller.claim(Claim.Completed.class).record(), "late");
        assertAnswer(irreversible.claim(Claim.Completed.class).record(), "late");
    }

    @Test
    default void aReleasedClaimCannotBeCompleted() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        caller.release(token);

        caller.lost(token, "stale");

        long next = caller.acquire().token();
        caller.lost(token, "stale");
        caller.stored(next, "answer");
    }

    @Test
    default void completingWhatWasNeverClaimedIsLost() {
        Caller caller = Caller.of(this);

        assertThat(caller.lost(1, "answer").current()).isNull();

        assertThat(caller.acquire().attempt()).isOne();
    }

    @Test
    default void completingAnExpiredRecordIsLost() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long token = caller.acquire().token();
        letPass(moment().multipliedBy(2));

        assertThat(caller.lost(token, "answer").current()).isNull();

        assertThat(caller.acquire().attempt()).isOne();
    }
}
