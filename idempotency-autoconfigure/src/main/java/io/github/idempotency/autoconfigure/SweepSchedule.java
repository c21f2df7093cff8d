package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Sweeps now and then while the application runs. A sweep that fails is repeated by the next one. */
final class SweepSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SweepSchedule.class);

    private final IntSupplier sweeper;

    private final Duration interval;

    private @Nullable ScheduledExecutorService scheduler;

    /** @param interval zero for never */
    SweepSchedule(IntSupplier sweeper, Duration interval) {
        this.sweeper = sweeper;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null && interval.compareTo(Duration.ZERO) > 0) {
            scheduler = new ScheduledThreadPoolExecutor(1, sweeps -> {
                Thread thread = new Thread(sweeps, "idempotency-sweeper");
                thread.setDaemon(true);
                return thread;
            });
            scheduler.scheduleWithFixedDelay(
                    this::sweep, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void sweep() {
        try {
            log.debug("{} expired idempotency records deleted", sweeper.getAsInt());
        } catch (RuntimeException ex) {
            log.warn("Expired idempotency records could not be deleted", ex);
        }
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            scheduler.shutdownNow();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }
}
