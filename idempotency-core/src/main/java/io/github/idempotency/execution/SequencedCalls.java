package io.github.idempotency.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.SequencedIdempotencyStore;

/**
 * Guarded calls whose answer is a sequence of elements. Each element is recorded while it is given, and the record is
 * complete after the last one. Thread-safe.
 */
public final class SequencedCalls<E> {

    private final IdempotentExecutor executor;

    private final SequenceCodec<E> codec;

    /** @throws IllegalArgumentException if the executor's store keeps no sequences */
    public SequencedCalls(IdempotentExecutor executor, SequenceCodec<E> codec) {
        if (!(executor.store() instanceof SequencedIdempotencyStore)) {
            throw new IllegalArgumentException("A sequence of elements cannot be recorded: the store is no "
                    + SequencedIdempotencyStore.class.getSimpleName());
        }
        this.executor = executor;
        this.codec = codec;
    }

    /**
     * Begins a call. What is said of {@link IdempotentExecutor#executeAsync} about threads, failures and cancelling holds
     * here too.
     *
     * @param blocking runs what waits for the store; if it takes no more calls, the future fails with what it throws
     * @return completes with the answer to give; or with null when the action has given all of it and it is stored.
     *     Exceptionally, with an {@link IdempotencyException}, also if the claim was lost while the elements were given:
     *     then they are not the authoritative ones
     */
    @SuppressWarnings("unchecked")
    public CompletableFuture<@Nullable SequenceAnswer<E>> execute(
            IdempotentOperation operation, SequencedAction<E> action, Executor blocking) {
        SequencedEnd<E> end = new SequencedEnd<>(executor, operation, codec);
        AsyncCall<@Nullable Object> call = new AsyncCall<>(
                executor,
                operation,
                end,
                () -> (CompletionStage<@Nullable Object>) action.run(end::record),
                EndingThreads.own());
        try {
            blocking.execute(call::begin);
        } catch (RejectedExecutionException ex) {
            call.answer().completeExceptionally(ex);
        }
        // Only what SequencedEnd gives.
        return (CompletableFuture<@Nullable SequenceAnswer<E>>) (CompletableFuture<?>) call.answer();
    }
}
