package io.github.idempotency.execution;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** The work behind a guarded call whose answer is a sequence of elements. */
@FunctionalInterface
public interface SequencedAction<E> {

    /**
     * Begins to give the elements.
     *
     * @param recorder to be told each element before that is given, one after the other; neither waits nor throws
     * @return completes after the last element, or exceptionally if the sequence is broken off
     */
    @Nullable
    CompletionStage<?> run(Consumer<E> recorder) throws Throwable;
}
