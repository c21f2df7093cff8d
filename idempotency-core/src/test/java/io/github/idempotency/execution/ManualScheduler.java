package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is due when a test says so, on the test's thread; it never starts one of its own. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

    private final List<Visits> scheduled = new ArrayList<>();

    private Visits once;

    ManualScheduler() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        if (isShutdown()) {
            throw new RejectedExecutionException();
        }
        Visits visits = new Visits(command, initialDelay, delay, unit);
        scheduled.add(visits);
        return visits;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (isShutdown()) {
            throw new RejectedExecutionException();
        }
        if (!nothingIsDelayed()) {
            throw new IllegalStateException("There is something to run after a delay already");
        }
        once = new Visits(command, delay, 0, unit);
        return once;
    }

    /** The delay of what is to run once is over; tells how long it was, or 0 if there was nothing. */
    long runDelayed() {
        Visits due = once;
        once = null;
        if (due == null || due.isCancelled()) {
            return 0;
        }
        due.command.run();
        return due.initialMillis;
    }

    /** Whether what was to run after a delay has been cancelled. */
    boolean nothingIsDelayed() {
        return once == null || once.isCancelled();
    }

    /** Every period that is running still is over once. */
    void tick() {
        List.copyOf(active()).forEach(visits -> visits.command.run());
    }

    List<Visits> active() {
        return scheduled.stream().filter(visits -> !visits.isCancelled()).toList();
    }

    static final class Visits extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable command;

        final long initialMillis;

        final long periodMillis;

        Visits(Runnable command, long initialDelay, long delay, TimeUnit unit) {
            super(command, null);
            this.command = command;
            this.initialMillis = unit.toMillis(initialDelay);
            this.periodMillis = unit.toMillis(delay);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
