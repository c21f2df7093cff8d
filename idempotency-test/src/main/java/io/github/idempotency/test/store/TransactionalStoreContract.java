package io.github.idempotency.test.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TransactionalIdempotencyStore;

import static io.github.idempotency.test.store.Caller.LONG;
import static io.github.idempotency.test.store.RecordAssertions.present;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store whose completions can join a transaction guarantees beside {@link IdempotencyStoreContract}. */
public interface TransactionalStoreContract extends StoreUnderTest {

    @Override
    TransactionalIdempotencyStore store();

    /** Writes the text to the store's database, as an application does on this thread, in or outside a transaction. */
    void write(String text);

    /** Whether the text is there, as another thread sees it. */
    boolean isWritten(String text);

    @Test
    default void aCompletionIsSeenWithTheCommitAndNotBefore() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        String text = caller.key().reference();

        StoreTransaction transaction = store().begin();
        write(text);
        Completion completion = complete(transaction, caller.key(), token);

        assertThat(completion).isInstanceOf(Completion.Stored.class);
        assertThat(seen(caller.key())).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(isWritten(text)).isFalse();
        transaction.commit();
        assertThat(seen(caller.key())).isEqualTo(RecordState.COMPLETED);
        assertThat(isWritten(text)).isTrue();
        assertThat(store().release(caller.key(), token)).isFalse();
    }

    @Test
    default void aRollbackUndoesCompletionAndWrites() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();
        String text = caller.key().reference();

        StoreTransaction transaction = store().begin();
        write(text);
        complete(transaction, caller.key(), token);
        transaction.rollback();

        assertThat(seen(caller.key())).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(isWritten(text)).isFalse();
        assertThat(store().release(caller.key(), token)).isTrue();
    }

    @Test
    default void aStaleTokenCompletesNothingInATransaction() {
        Caller caller = Caller.of(this);
        long stale = caller.acquire().token();
        store().release(caller.key(), stale);
        long token = caller.acquire().token();

        StoreTransaction transaction = store().begin();
        Completion completion = complete(transaction, caller.key(), stale);
        transaction.rollback();

        assertThat(completion)
                .isInstanceOfSatisfying(
                        Completion.Lost.class,
                        lost -> assertThat(present(lost.current()).token()).isEqualTo(token));
        assertThat(seen(caller.key())).isEqualTo(RecordState.IN_PROGRESS);
    }

    @Test
    default void everyOtherVerbIsCommittedAtOnceInsideATransaction() {
        Caller claimed = Caller.of(this);
        Caller released = Caller.of(this);
        Caller completed = Caller.of(this);
        long toRelease = released.acquire().token();
        long toComplete = completed.acquire().token();

        StoreTransaction transaction = store().begin();
        claimed.acquire();
        store().release(released.key(), toRelease);
        store().complete(completed.key(), toComplete, result(), LONG);
        transaction.rollback();

        assertThat(seen(claimed.key())).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(seen(released.key())).isEqualTo(RecordState.RELEASED);
        assertThat(seen(completed.key())).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    default void aSurroundingTransactionIsLeftAlone() {
        String outer = Caller.of(this).key().reference();
        String inner = Caller.of(this).key().reference();

        StoreTransaction surrounding = store().begin();
        write(outer);
        StoreTransaction transaction = store().begin();
        write(inner);
        transaction.commit();
        surrounding.rollback();

        assertThat(isWritten(inner)).isTrue();
        assertThat(isWritten(outer)).isFalse();
    }

    private static Result result() {
        return new Result(Outcome.SUCCEEDED, new byte[] {1});
    }

    private static Completion complete(StoreTransaction transaction, StoreKey key, long token) {
        return transaction.complete(key, token, result(), LONG);
    }

    private RecordState seen(StoreKey key) {
        return elsewhere(() -> store().find(key).orElseThrow().state());
    }

    private static <T> T elsewhere(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question).join();
    }
}
