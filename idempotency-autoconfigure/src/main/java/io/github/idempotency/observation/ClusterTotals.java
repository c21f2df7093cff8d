package io.github.idempotency.observation;

import io.github.idempotency.execution.SharedCounters;

/**
 * What every node of the application has counted and flushed to the store, this one included: behind by what the nodes
 * have not flushed yet. Each call asks the store, and throws what that throws. Thread-safe.
 */
public final class ClusterTotals implements Totals {

    private final SharedCounters counters;

    public ClusterTotals(SharedCounters counters) {
        this.counters = counters;
    }

    /** Whether any store of the application can tell; if none can, the other methods throw. */
    public boolean kept() {
        return counters.kept();
    }

    @Override
    public CallCounts total() {
        return new CallCounts(counters.totals());
    }

    @Override
    public CallHistory lastHour() {
        return CallHistory.of(counters.lastHour());
    }
}
