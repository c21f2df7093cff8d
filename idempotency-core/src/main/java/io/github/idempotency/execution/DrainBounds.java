package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * When work ends at the latest whose caller has gone: as long after he went as its policy says, whoever else sees him gone
 * later. Thread-safe.
 */
record DrainBounds(ScheduledExecutorService scheduler, Map<Execution, DrainBounds.Bound> bounds) {

    DrainBounds(ScheduledExecutorService scheduler) {
        this(scheduler, new ConcurrentHashMap<>());
    }

    void bound(Execution execution, Runnable onTimeout) {
        Duration bound = execution.policy().drainTimeout();
        if (bound.isZero()) {
            return;
        }
        try {
            bounds.computeIfAbsent(execution, unheard -> begin(unheard, Math.max(1, bound.toMillis())))
                    .then(onTimeout);
        } catch (RejectedExecutionException ex) {
            // The process stops, and whoever stops it ends what is in flight.
        }
    }

    private Bound begin(Execution execution, long millis) {
        Bound bound = new Bound(execution);
        bound.timer = scheduler.schedule(bound::reached, millis, TimeUnit.MILLISECONDS);
        return bound;
    }

    void ended(Execution execution) {
        Bound bound = bounds.remove(execution);
        if (bound != null) {
            bound.cancel();
        }
    }

    /** What the last one who saw the caller gone wants to be done when the time is over, or at once if it is. */
    static final class Bound {

        private final Execution execution;

        private volatile @Nullable ScheduledFuture<?> timer;

        private @Nullable Runnable onTimeout;

        private boolean reached;

        Bound(Execution execution) {
            this.execution = execution;
        }

        synchronized void then(Runnable action) {
            onTimeout = action;
            if (reached) {
                endLate(action);
            }
        }

        synchronized void reached() {
            reached = true;
            if (onTimeout != null) {
                endLate(onTimeout);
            }
        }

        private void endLate(Runnable action) {
            EndingThreads.own().execute(() -> {
                if (!execution.hasEnded()) {
                    execution.context().loseLease();
                    action.run();
                }
            });
        }

        void cancel() {
            ScheduledFuture<?> scheduled = timer;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
        }
    }
}
