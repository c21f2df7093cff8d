package io.github.idempotency.execution;

import java.util.Optional;

/**
 * One call from before its claim to its end, for whoever wants more than single steps: a span, for example. Its methods
 * are called by the threads that take the steps, and must be quick. What they throw is logged and never reaches the call.
 */
public interface ObservedCall {

    /** Sees nothing. */
    ObservedCall NONE = new ObservedCall() {};

    /** A step of this call. One may still come when the call has ended: a result that the store takes late. */
    default void on(IdempotencyEvent event) {}

    /** The action is about to run on this thread, or goes on on it. */
    default Scope open() {
        return Scope.NONE;
    }

    /** The action has failed, at once or later. May be told more than once. */
    default void failed(Throwable failure) {}

    /** The call has been refused or answered, or its execution has ended. May be told more than once. */
    default void end() {}

    /** Where this call is found among traces, to be kept with its answer; empty if it is not traced. */
    default Optional<TraceReference> trace() {
        return Optional.empty();
    }

    /** As long as the action runs on a thread. */
    @FunctionalInterface
    interface Scope {

        /** Nothing to undo. */
        Scope NONE = () -> {};

        /** On the thread that opened it. */
        void close();
    }
}
