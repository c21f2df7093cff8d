package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Flushes what is counted now and then on a thread of its own, and a last time when the application stops: after the
 * calls in flight have ended, before the store. A flush that fails is made up for by the next one.
 */
final class TotalsSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TotalsSchedule.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable flush;

    private final Duration interval;

    private boolean failing;

    private @Nullable ScheduledThreadPoolExecutor scheduler;

    TotalsSchedule(Runnable flush, Duration interval) {
        this.flush = flush;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null) {
            scheduler = new ScheduledThreadPoolExecutor(1, flushes -> {
                Thread thread = new Thread(flushes, "idempotency-totals");
                thread.setDaemon(true);
                return thread;
            });
            scheduler.scheduleWithFixedDelay(
                    this::flush, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** On the one thread of the schedule. */
    private void flush() {
        try {
            flush.run();
            if (failing) {
                log.info("What is counted of guarded calls is in the store again");
            }
            failing = false;
        } catch (RuntimeException ex) {
            if (failing) {
                log.debug("What is counted of guarded calls could still not be added in the store", ex);
            } else {
                log.warn("What is counted of guarded calls could not be added in the store, and is kept for later", ex);
            }
            failing = true;
        }
    }

    @Override
    public synchronized void stop() {
        if (scheduler == null) {
            return;
        }
        scheduler.execute(this::flush);
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The last counts of guarded calls may be missing in the store");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            scheduler.shutdownNow();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    @Override
    public int getPhase() {
        return InFlightLifecycle.PHASE - 1;
    }
}
