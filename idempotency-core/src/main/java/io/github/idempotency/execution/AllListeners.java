package io.github.idempotency.execution;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all of them, in order, whatever one of them throws. */
record AllListeners(List<IdempotencyListener> listeners) implements IdempotencyListener {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyListener.class);

    @Override
    public void on(IdempotencyEvent event) {
        for (IdempotencyListener listener : listeners) {
            try {
                listener.on(event);
            } catch (Throwable ex) {
                log.warn("Listener {} failed on {}", listener.getClass().getName(), event.type(), ex);
            }
        }
    }

    @Override
    public ObservedCall observe(IdempotentOperation operation) {
        return ObservedCalls.of(listeners, operation);
    }
}
