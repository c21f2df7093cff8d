package io.github.idempotency.observation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;

/**
 * Brings what this node has counted to the store, so that each count is there once, whatever becomes of the answers.
 * Thread-safe.
 */
public final class TotalsFlush {

    /** Counters that the store is told of at a time. */
    private static final int AT_ONCE = 1_000;

    private final Lock lock = new ReentrantLock();

    /** What the store has not taken yet, or has not said that it has. */
    private final Deque<CounterFlush> due = new ArrayDeque<>();

    private final String node = UUID.randomUUID().toString();

    private final IdempotencyTotals totals;

    private final ClusterCounters counters;

    private CallCounts collected = CallCounts.NONE;

    private long sequence;

    public TotalsFlush(IdempotencyTotals totals, ClusterCounters counters) {
        this.totals = totals;
        this.counters = counters;
    }

    /**
     * Brings all that has been counted since the last time. What cannot be brought is brought by the next flush.
     *
     * @throws RuntimeException the store's
     */
    public void flush() {
        lock.lock();
        try {
            bring();
            collect();
            bring();
        } finally {
            lock.unlock();
        }
    }

    private void bring() {
        for (CounterFlush next = due.peek(); next != null; next = due.peek()) {
            counters.add(next);
            due.remove();
        }
    }

    private void collect() {
        CallCounts now = totals.total();
        Map<Counter, Long> some = new HashMap<>();
        for (Map.Entry<Counter, Long> added : now.since(collected).byCounter().entrySet()) {
            some.put(added.getKey(), added.getValue());
            if (some.size() == AT_ONCE) {
                due.add(new CounterFlush(node, ++sequence, some));
                some.clear();
            }
        }
        if (!some.isEmpty()) {
            due.add(new CounterFlush(node, ++sequence, some));
        }
        collected = now;
    }
}
