package io.github.idempotency.test.store;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.test.store.RecordAssertions.assertResult;
import static org.assertj.core.api.Assertions.assertThat;

/** A result comes back byte for byte. Part of {@link IdempotencyStoreContract}. */
interface ResultContract extends StoreUnderTest {

    @Test
    default void everyByteValueSurvives() {
        byte[] bytes = new byte[256];
        for (int value = 0; value < bytes.length; value++) {
            bytes[value] = (byte) value;
        }
        replays(new Result(Outcome.SUCCEEDED, bytes));
    }

    @Test
    default void anEmptyResultIsRetained() {
        IdempotencyRecord record = replays(new Result(Outcome.SUCCEEDED, new byte[0]));

        assertThat(record.result()).isNotNull().matches(Result::retained);
    }

    @Test
    default void aMebibyteSurvives() {
        byte[] bytes = new byte[1024 * 1024];
        new Random(42).nextBytes(bytes);

        replays(new Result(Outcome.SUCCEEDED, bytes));
    }

    @Test
    default void everyOutcomeSurvives() {
        for (Outcome outcome : Outcome.values()) {
            replays(new Result(outcome, new byte[] {1, 2, 3}));
        }
    }

    @Test
    default void aResultThatWasNotRetainedStillAnswers() {
        for (Outcome outcome : Outcome.values()) {
            IdempotencyRecord record = replays(Result.notRetained(outcome));

            assertThat(record.result()).isNotNull().matches(result -> !result.retained());
        }
    }

    private IdempotencyRecord replays(Result result) {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        Completion completion = store().complete(caller.key(), token, result, Caller.LONG);
        assertThat(completion).isInstanceOf(Completion.Stored.class);
        IdempotencyRecord first = caller.claim(Claim.Completed.class).record();
        assertResult(first, result);
        IdempotencyRecord second = caller.claim(Claim.Completed.class).record();
        assertResult(second, result);
        return second;
    }
}
