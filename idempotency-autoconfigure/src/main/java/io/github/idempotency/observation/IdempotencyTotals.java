package io.github.idempotency.observation;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;

/**
 * Counts every event of this process since its start, by scope; scopes beyond the first thousand as one,
 * {@code (others)}. Exact and thread-safe.
 */
public final class IdempotencyTotals implements IdempotencyListener {

    private final BoundedScopes bounded = new BoundedScopes();

    private final Map<String, AtomicLongArray> byScope = new ConcurrentHashMap<>();

    private final Instant since;

    /** @param clock says since when it counts */
    public IdempotencyTotals(Clock clock) {
        this.since = clock.instant();
    }

    @Override
    public void on(IdempotencyEvent event) {
        byScope.computeIfAbsent(bounded.of(event.scope()), scope -> new AtomicLongArray(Type.values().length))
                .incrementAndGet(event.type().ordinal());
    }

    public Instant since() {
        return since;
    }

    /** The scopes that have had an event. */
    public Set<String> scopes() {
        return Set.copyOf(byScope.keySet());
    }

    /** How many events of the type the scope has had. */
    public long count(String scope, Type type) {
        AtomicLongArray counts = byScope.get(scope);
        return counts == null ? 0 : counts.get(type.ordinal());
    }

    /** How many events of the type there have been. */
    public long count(Type type) {
        return byScope.keySet().stream().mapToLong(scope -> count(scope, type)).sum();
    }
}
