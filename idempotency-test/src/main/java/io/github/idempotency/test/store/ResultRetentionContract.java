package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static io.github.idempotency.test.store.RecordAssertions.assertResult;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A result may go before its record, and the record then refuses as before. Part of {@link IdempotencyStoreContract};
 * that nothing is left of the bytes is {@link ErasingStoreContract}'s.
 */
interface ResultRetentionContract extends StoreUnderTest {

    @Test
    default void aResultIsKeptForItsOwnRetention() {
        for (byte[] bytes : new byte[][] {{}, {1, 2, 3}}) {
            Caller caller = Caller.of(this).withRetention(Caller.LONG.multipliedBy(3));
            Result result = new Result(Outcome.SUCCEEDED, bytes);
            stored(caller, result.keptFor(Caller.LONG));
            letPass(moment());

            IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

            assertResult(record, result);
            // Who answers from a copy says nothing; what the store itself says is found.
            if (record.resultUntil() != null) {
                assertInstant(record.resultUntil(), present(record.settledAt()).plus(Caller.LONG));
            }
            assertInstant(record.expiresAt(), present(record.settledAt()).plus(Caller.LONG.multipliedBy(3)));
        }
    }

    @Test
    default void aResultGoesBeforeItsRecord() {
        for (Outcome outcome : Outcome.values()) {
            Caller caller = Caller.of(this);
            stored(caller, new Result(outcome, new byte[] {1, 2, 3}).keptFor(moment()));
            letPass(moment());

            IdempotencyRecord first = caller.claim(Claim.Completed.class).record();
            IdempotencyRecord second = caller.claim(Claim.Completed.class).record();

            assertResult(second, Result.notRetained(outcome));
            assertThat(second.resultUntil()).isNull();
            assertThat(second.replays()).isEqualTo(first.replays() + 1);
            assertInstant(second.expiresAt(), present(second.settledAt()).plus(Caller.LONG));
        }
    }

    @Test
    default void aKeyWhoseResultIsGoneRefusesAnotherRequest() {
        Caller caller = Caller.of(this);
        stored(caller, shortLived());
        letPass(moment());

        caller.withFingerprint(Caller.OTHER_REQUEST).claim(Claim.Mismatch.class);
    }

    @Test
    default void aKeyWhoseResultIsGoneIsStillSettled() {
        Caller caller = Caller.of(this);
        long token = stored(caller, shortLived());
        letPass(moment());

        IdempotencyRecord current = present(caller.lost(token, "late").current());

        assertResult(current, Result.notRetained(Outcome.SUCCEEDED));
        assertThat(caller.release(token)).isFalse();
        assertThat(caller.markUnknown(token)).isFalse();
        caller.claim(Claim.Completed.class);
    }

    @Test
    default void aResultDoesNotProlongItsRecord() {
        Caller caller = Caller.of(this);
        stored(caller, Caller.answer("answer").keptFor(Caller.LONG.multipliedBy(2)));

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

        assertAnswer(record, "answer");
        assertThat(record.resultUntil()).isNull();
        assertInstant(record.expiresAt(), present(record.settledAt()).plus(Caller.LONG));
    }

    @Test
    default void theRetentionOfAResultEndsWithItsRecord() {
        Caller caller = Caller.of(this);
        stored(caller.withRetention(moment().multipliedBy(2)), shortLived());
        letPass(moment().multipliedBy(2));
        caller.stored(caller.acquire().token(), "another answer");

        IdempotencyRecord record = caller.claim(Claim.Completed.class).record();

        assertAnswer(record, "another answer");
        assertThat(record.resultUntil()).isNull();
    }

    private Result shortLived() {
        return new Result(Outcome.SUCCEEDED, "gone soon".getBytes(StandardCharsets.UTF_8)).keptFor(moment());
    }

    private long stored(Caller caller, Result result) {
        long token = caller.acquire().token();
        Duration retention = caller.retention();
        assertThat(store().complete(caller.key(), token, result, retention)).isInstanceOf(Completion.Stored.class);
        return token;
    }
}
