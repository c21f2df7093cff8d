package io.github.idempotency.test.store;

import java.time.Duration;
import java.util.Random;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** What a store guarantees beside {@link IdempotencyStoreContract} whose test can look behind it. */
public interface ErasingStoreContract extends StoreUnderTest {

    /**
     * Whether the bytes are anywhere in what the store keeps. Looks behind the store and not through it: what it merely
     * no longer tells is still there. A sweep that the store has done from time to time is done first.
     */
    boolean holds(byte[] bytes);

    /** How long it may take to erase something by itself, once its time is over, before that counts as never. */
    default Duration patience() {
        return Duration.ofSeconds(10);
    }

    /** Nobody asks for the record between its completion and the look behind it. */
    @Test
    default void nothingIsLeftOfAResultWhoseTimeIsOver() {
        byte[] kept = random(1);
        byte[] gone = random(2);
        complete(new Result(Outcome.SUCCEEDED, kept).keptFor(Caller.LONG));
        complete(new Result(Outcome.SUCCEEDED, gone).keptFor(moment()));
        letPass(moment());

        assertThat(isErased(gone)).isTrue();
        assertThat(holds(kept)).isTrue();
    }

    private boolean isErased(byte[] bytes) {
        try {
            Awaitility.await().pollDelay(Duration.ZERO).atMost(patience()).until(() -> !holds(bytes));
            return true;
        } catch (ConditionTimeoutException ex) {
            return false;
        }
    }

    private void complete(Result result) {
        Caller caller = Caller.of(this).withRetention(Caller.LONG.multipliedBy(2));
        store().complete(caller.key(), caller.acquire().token(), result, caller.retention());
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[64];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
