package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.github.idempotency.aop.InvalidIdempotentException;

/** Sweeps now and then while the application runs. A sweep that fails is repeated by the next one. */
final class SweepSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SweepSchedule.class);

    private final IntSupplier sweeper;

    private final Duration interval;

    private final Supplier<Set<String>> forgetting;

    private @Nullable ScheduledExecutorService scheduler;

    /**
     * @param interval zero for never
     * @param forgetting the scopes whose answers nothing else deletes when their time is over
     */
    SweepSchedule(IntSupplier sweeper, Duration interval, Supplier<Set<String>> forgetting) {
        this.sweeper = sweeper;
        this.forgetting = forgetting;
        this.interval = interval;
    }

    /** @throws InvalidIdempotentException if answers would outlast their time because nobody sweeps */
    @Override
    public synchronized void start() {
        if (interval.isZero() && !forgetting.get().isEmpty()) {
            throw new InvalidIdempotentException(
                    "The answers of the scopes " + forgetting.get() + " have a result-ttl, but with"
                            + " idempotency.jdbc.sweep-interval=0 nothing deletes them from the database when it is over.",
                    "Set idempotency.jdbc.sweep-interval to how long an answer may outlast its result-ttl, for example 1m,"
                            + " or give these scopes no result-ttl.");
        }
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
