package io.github.idempotency.execution;

import java.util.List;

/**
 * Sees every step of every guarded call, on the thread that takes it, so it must be quick. What it throws is logged and
 * never reaches the call.
 */
@FunctionalInterface
public interface IdempotencyListener {

    /** Sees nothing. */
    IdempotencyListener NO_OP = event -> {};

    void on(IdempotencyEvent event);

    /**
     * A call is about to make its claim, on this thread.
     *
     * @return what is told of this call beside its steps; {@link ObservedCall#NONE} unless somebody wants to know
     */
    default ObservedCall observe(IdempotentOperation operation) {
        return ObservedCall.NONE;
    }

    /** One listener that tells all of them, in order, whatever one of them throws. */
    static IdempotencyListener all(List<IdempotencyListener> listeners) {
        return new AllListeners(List.copyOf(listeners));
    }
}
