package io.github.idempotency.observation;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.ClusterCounters;

/**
 * What every node of the application has counted and flushed to the store, this one included: behind by what the nodes
 * have not flushed yet. Each call asks the store, and throws what that throws. Thread-safe.
 */
public final class ClusterTotals implements Totals {

    private final @Nullable ClusterCounters counters;

    /** @param counters null if no store of the application can keep them */
    public ClusterTotals(@Nullable ClusterCounters counters) {
        this.counters = counters;
    }

    /** Whether any store of the application can tell; if none can, the other methods throw. */
    public boolean kept() {
        return counters != null;
    }

    @Override
    public CallCounts total() {
        return new CallCounts(telling().totals());
    }

    @Override
    public CallHistory lastHour() {
        return CallHistory.of(telling().lastHour());
    }

    private ClusterCounters telling() {
        if (counters == null) {
            throw new IllegalStateException("None of the application's stores is a TotallingIdempotencyStore");
        }
        return counters;
    }
}
