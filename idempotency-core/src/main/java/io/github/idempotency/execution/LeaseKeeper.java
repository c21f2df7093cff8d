package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks after every claim of this process on one shared daemon thread: each is visited at a third of its lease, so that
 * two visits may fail before the lease ends. Thread-safe.
 */
public final class LeaseKeeper implements AutoCloseable {

    private final ScheduledExecutorService scheduler;

    public LeaseKeeper() {
        this(daemon());
    }

    /** A keeper on the caller's scheduler; {@link #close()} shuts it down. */
    public LeaseKeeper(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    private static ScheduledExecutorService daemon() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, "idempotency-lease-keeper");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Visits until the returned handle is run. A keeper that has been closed visits nothing: the claim then ends with
     * its first lease.
     */
    Runnable keep(Duration lease, Runnable visit) {
        long period = Math.max(1, lease.toMillis() / 3);
        try {
            ScheduledFuture<?> visits = scheduler.scheduleWithFixedDelay(visit, period, period, TimeUnit.MILLISECONDS);
            return () -> visits.cancel(false);
        } catch (RejectedExecutionException ex) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
