package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

/** How the calls of one operation end: with what their action yields, or with what there is already. */
interface CallEnd<T extends @Nullable Object> {

    /** The key has been claimed, and the action is about to run. */
    default void began(Execution execution) {}

    /**
     * The answer of an execution whose action has returned.
     *
     * @param value what it has returned, or what reconciliation has found
     */
    <X extends Throwable> T returned(Execution execution, T value) throws X;

    /**
     * The answer of an execution whose action has failed, where another one is authoritative.
     *
     * @throws X the failure otherwise
     */
    <X extends Throwable> T threw(Execution execution, Throwable failure) throws X;

    /** The answer of an earlier execution. */
    <X extends Throwable> T replayed(Replay replay) throws X;

    /** The answer of an execution that is running. */
    default T attached(Attachment attachment) {
        throw Refusals.inProgress(Refusals.SOON);
    }
}
