package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.idempotency.execution.IdempotencyEvent.Type;

/**
 * How long executions of a scope take on this node: an exponentially weighted mean of those that completed. Only the first
 * thousand scopes are remembered, because scopes may be named by callers of the engine. Thread-safe.
 */
final class TypicalDurations implements IdempotencyListener {

    private static final int SCOPES = 1000;

    /** The latest execution is worth an eighth, the latest five about half. */
    private static final int WEIGHT = 8;

    private final Map<String, AtomicLong> nanos = new ConcurrentHashMap<>();

    private final IdempotencyListener listener;

    /** @param listener is told everything first */
    TypicalDurations(IdempotencyListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(IdempotencyEvent event) {
        listener.on(event);
        Duration elapsed = event.elapsed();
        // What failed says nothing of how long it takes to succeed.
        if (elapsed != null && (event.type() == Type.COMPLETED || event.type() == Type.NOT_RETAINED)) {
            add(event.scope(), elapsed.toNanos());
        }
    }

    @Override
    public ObservedCall observe(IdempotentOperation operation) {
        return listener.observe(operation);
    }

    private void add(String scope, long latest) {
        AtomicLong mean = nanos.get(scope);
        if (mean == null && nanos.size() < SCOPES) {
            mean = nanos.putIfAbsent(scope, new AtomicLong(latest));
        }
        if (mean != null) {
            // Two at a time may lose one: it is an estimate.
            mean.lazySet(mean.get() + (latest - mean.get()) / WEIGHT);
        }
    }

    /** Zero if it is not known. */
    Duration typicalOf(String scope) {
        AtomicLong mean = nanos.get(scope);
        return mean == null ? Duration.ZERO : Duration.ofNanos(mean.get());
    }
}
