package io.github.idempotency.execution;

import java.util.List;

import org.slf4j.LoggerFactory;

/**
 * Sees every step of every guarded call, on the thread that takes it, so it must be quick. What it throws is logged and
 * never reaches the call.
 */
@FunctionalInterface
public interface IdempotencyListener {

    /** Sees nothing. */
    IdempotencyListener NO_OP = event -> {};

    void on(IdempotencyEvent event);

    /** One listener that tells all of them, in order, whatever one of them throws. */
    static IdempotencyListener all(List<IdempotencyListener> listeners) {
        List<IdempotencyListener> copy = List.copyOf(listeners);
        return event -> {
            for (IdempotencyListener listener : copy) {
                try {
                    listener.on(event);
                } catch (Throwable ex) {
                    LoggerFactory.getLogger(IdempotencyListener.class)
                            .warn(
                                    "Listener {} failed on {}",
                                    listener.getClass().getName(),
                                    event.type(),
                                    ex);
                }
            }
        };
    }
}
