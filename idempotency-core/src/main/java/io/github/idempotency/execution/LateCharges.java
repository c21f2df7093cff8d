package io.github.idempotency.execution;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.StoreKey;

/**
 * Charges keys whose answers are stored, on a daemon thread that there is only while there are some: neither a caller nor
 * a lease waits for a ledger. Only a call within another one is charged on its own thread, where that can. So many may wait
 * for it; those beyond are logged and counted. Thread-safe.
 */
final class LateCharges {

    private static final Logger log = LoggerFactory.getLogger(LateCharges.class);

    static final int MOST = 1_000;

    private static final long IDLE_SECONDS = 10;

    private static final int REMEMBERED = 10_000;

    private final LongAdder missing = new LongAdder();

    /** Keys that this process has charged, or tried to. All are forgotten when there are many. */
    private final Set<StoreKey> tried = ConcurrentHashMap.newKeySet();

    private final int most;

    /** Another one after each stop: applications are started again. */
    private final AtomicReference<ThreadPoolExecutor> current;

    /** @param most how many may wait */
    LateCharges(int most) {
        this.most = most;
        this.current = new AtomicReference<>(thread());
    }

    private ThreadPoolExecutor thread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(most), LateCharges::daemon);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    private static Thread daemon(Runnable charges) {
        Thread daemon = new Thread(charges, "idempotency-charges");
        daemon.setDaemon(true);
        return daemon;
    }

    void add(CostLedger ledger, List<Expense> expenses) {
        take(expenses.get(0).key());
        LateCharge charge = new LateCharge(ledger, expenses, missing);
        ThreadPoolExecutor thread = current.get();
        while (!taken(charge, thread)) {
            ThreadPoolExecutor next = current.get();
            if (next == thread) {
                charge.miss(new IllegalStateException("So many others wait for the ledger: " + most));
                return;
            }
            thread = next;
        }
    }

    /**
     * On this thread, which has waited for the ledger as often as it has reported a cost. Later if that fails, as where this
     * thread has the last connection of a pool in use.
     */
    void chargeNow(CostLedger ledger, List<Expense> expenses) {
        try {
            ledger.charge(expenses, null);
            take(expenses.get(0).key());
        } catch (RuntimeException | Error ex) {
            log.debug("A step is charged later: {}", expenses, ex);
            add(ledger, expenses);
        }
    }

    private static boolean taken(LateCharge charge, ThreadPoolExecutor thread) {
        try {
            thread.execute(charge);
            return true;
        } catch (RejectedExecutionException ex) {
            return false;
        }
    }

    /**
     * Whether a key that another process has answered, and perhaps charged, is to be charged now: once as long as it is
     * remembered, and not where charges wait that nobody else has tried.
     */
    boolean isOwed(StoreKey key) {
        return !tried.contains(key) && current.get().getQueue().remainingCapacity() > most / 2 && take(key);
    }

    /** Makes it this process's to charge that key. False if it was already, as far as it is remembered. */
    boolean take(StoreKey key) {
        if (tried.size() >= REMEMBERED) {
            tried.clear();
        }
        return tried.add(key);
    }

    /** How many were not charged, because the ledger failed, was too slow or was not waited for. */
    long missing() {
        return missing.sum();
    }

    boolean areWaiting() {
        ThreadPoolExecutor thread = current.get();
        return thread.getActiveCount() > 0 || !thread.getQueue().isEmpty();
    }

    /** For an orderly stop. What comes later is charged on a thread of its own, for which nobody waits before the next one. */
    void drain(long nanos) {
        ThreadPoolExecutor thread = current.getAndSet(thread());
        thread.shutdown();
        try {
            if (thread.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        for (Runnable waiting : thread.shutdownNow()) {
            ((LateCharge) waiting).miss(new IllegalStateException("The process stops"));
        }
    }
}
