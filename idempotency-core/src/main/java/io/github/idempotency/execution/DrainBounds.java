package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** When work ends at the latest whose caller has gone. Thread-safe. */
record DrainBounds(ScheduledExecutorService scheduler, Map<Execution, ScheduledFuture<?>> bounds) {

    DrainBounds(ScheduledExecutorService scheduler) {
        this(scheduler, new ConcurrentHashMap<>());
    }

    void bound(Execution execution, Runnable onTimeout) {
        Duration bound = execution.policy().drainTimeout();
        if (bound.isZero()) {
            return;
        }
        try {
            ScheduledFuture<?> scheduled = scheduler.schedule(
                    () -> EndingThreads.own().execute(() -> endLate(execution, onTimeout)),
                    Math.max(1, bound.toMillis()),
                    TimeUnit.MILLISECONDS);
            cancel(bounds.put(execution, scheduled));
        } catch (RejectedExecutionException ex) {
            // The process stops, and whoever stops it ends what is in flight.
        }
    }

    void ended(Execution execution) {
        cancel(bounds.remove(execution));
    }

    private static void endLate(Execution execution, Runnable onTimeout) {
        if (!execution.hasEnded()) {
            execution.context().loseLease();
            onTimeout.run();
        }
    }

    private static void cancel(@Nullable ScheduledFuture<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
