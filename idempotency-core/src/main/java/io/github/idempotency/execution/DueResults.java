package io.github.idempotency.execution;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.idempotency.store.StoreKey;

/**
 * Results of this process that the store has not taken yet. The sooner one lands, the less can happen to its process
 * before it does: so they are brought long before the keeper's next visit, and ever more rarely while the store fails.
 * One that fails stands for all, so that an outage costs one command at a time; then it goes to the end of the line, so
 * that one which fails for ever keeps no other from landing. Thread-safe.
 */
final class DueResults {

    private static final long SOON_MILLIS = 100;

    private static final long SELDOM_MILLIS = 5_000;

    private final Map<StoreKey, Execution> due = new ConcurrentHashMap<>();

    /** The keys of these, and maybe some that are not due any more. */
    private final Queue<StoreKey> line = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean bringing = new AtomicBoolean();

    private final ScheduledExecutorService scheduler;

    DueResults(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    void add(Execution execution) {
        StoreKey key = execution.context().storeKey();
        due.put(key, execution);
        line.add(key);
        begin();
    }

    void remove(Execution execution) {
        due.remove(execution.context().storeKey(), execution);
    }

    /** Brings the result of the key, if it is due; returns whether the store still has not taken it. */
    boolean remains(StoreKey key) {
        Execution execution = due.get(key);
        if (execution == null) {
            return false;
        }
        execution.visit();
        return due.containsKey(key);
    }

    private void begin() {
        if (bringing.compareAndSet(false, true)) {
            bringIn(SOON_MILLIS);
        }
    }

    /** A scheduler that has been shut down brings nothing. */
    private void bringIn(long millis) {
        try {
            scheduler.schedule(() -> bring(millis), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ex) {
            bringing.set(false);
        }
    }

    private void bring(long waitedMillis) {
        boolean landed = false;
        for (StoreKey key = line.poll(); key != null; key = line.poll()) {
            if (remains(key)) {
                line.add(key);
                bringIn(landed ? SOON_MILLIS : Math.min(2 * waitedMillis, SELDOM_MILLIS));
                return;
            }
            landed = true;
        }
        bringing.set(false);
        if (!due.isEmpty()) {
            // It came between the look and the word that nobody looks.
            begin();
        }
    }
}
