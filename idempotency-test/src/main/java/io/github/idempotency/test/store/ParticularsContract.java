package io.github.idempotency.test.store;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.test.store.RecordAssertions.assertResult;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a record keeps of an execution beside its result comes back byte for byte, as long as the record is there. Part of
 * {@link IdempotencyStoreContract}.
 */
interface ParticularsContract extends StoreUnderTest {

    @Test
    default void particularsComeBack() {
        for (int size : new int[] {1, Result.MOST_PARTICULARS}) {
            byte[] particulars = new byte[size];
            new Random(size).nextBytes(particulars);
            for (byte[] bytes : new byte[][] {{}, {1, 2, 3}, null}) {
                Result result = new Result(Outcome.SUCCEEDED, bytes).with(particulars);

                IdempotencyRecord record = completed(Caller.of(this), result);

                assertResult(record, result);
                assertThat(present(record.result()).particulars()).isEqualTo(particulars);
            }
        }
    }

    @Test
    default void aRecordWithoutParticularsTellsNone() {
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");

        assertThat(present(caller.claim(Claim.Completed.class).record().result())
                        .particulars())
                .isNull();
    }

    @Test
    default void particularsStayWhenTheResultIsGone() {
        Caller caller = Caller.of(this);
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1, 2, 3}).with(new byte[] {4, 5});
        completed(caller, result.keptFor(moment()));
        letPass(moment());

        Result gone = present(caller.claim(Claim.Completed.class).record().result());

        assertThat(gone.retained()).isFalse();
        assertThat(gone.particulars()).isEqualTo(result.particulars());
    }

    @Test
    default void particularsStayBesideAResultThatGoesFirst() {
        Caller caller = Caller.of(this).withRetention(Caller.LONG.multipliedBy(3));
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1, 2, 3}).with(new byte[] {4, 5});

        IdempotencyRecord record = completed(caller, result.keptFor(Caller.LONG));

        assertResult(record, result);
        assertThat(present(record.result()).particulars()).isEqualTo(result.particulars());
    }

    private IdempotencyRecord completed(Caller caller, Result result) {
        assertThat(store().complete(caller.key(), caller.acquire().token(), result, caller.retention()))
                .isInstanceOf(Completion.Stored.class);
        return caller.claim(Claim.Completed.class).record();
    }
}
