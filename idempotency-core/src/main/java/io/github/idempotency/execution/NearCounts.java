package io.github.idempotency.execution;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.AwaitableIdempotencyStore;

/**
 * Replays that were given without asking the store, until it is told of them: one message for all of a record, on a thread
 * that there is only while there are some. What a store could not be told is told later, until it is stopped; of
 * a message that nobody has confirmed it may have counted the replays already. Thread-safe.
 */
final class NearCounts {

    private static final Logger log = LoggerFactory.getLogger(NearCounts.class);

    private static final long SOON_MILLIS = 1_000;

    private final Map<Counted, Integer> counts = new ConcurrentHashMap<>();

    private final AtomicBoolean scheduled = new AtomicBoolean();

    private volatile boolean stopped;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, action -> {
        Thread daemon = new Thread(action, "idempotency-near-counts");
        daemon.setDaemon(true);
        return daemon;
    });

    NearCounts() {
        thread.setKeepAliveTime(10 * SOON_MILLIS, TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    void add(NearPlace place, long token) {
        counts.merge(new Counted(place, token), 1, Integer::sum);
        schedule();
    }

    private void schedule() {
        if (!stopped && !scheduled.get() && scheduled.compareAndSet(false, true)) {
            thread.schedule(this::flushScheduled, SOON_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void flushScheduled() {
        // Before anything is taken: what is added from here on is this flush's, or makes the next one.
        scheduled.set(false);
        if (!stopped && !flush()) {
            if (stopped) {
                lose();
            }
            schedule();
        }
    }

    void start() {
        stopped = false;
        if (!counts.isEmpty()) {
            schedule();
        }
    }

    /** The stores are told once more; then nobody is any more, and what they could not be told is lost. */
    void stop() {
        stopped = true;
        if (!flush()) {
            lose();
        }
    }

    private void lose() {
        int records = counts.size();
        long replays = counts.keySet().stream()
                .mapToLong(counted -> Objects.requireNonNullElse(counts.remove(counted), 0))
                .sum();
        log.warn(
                "{} replays of {} records are not counted: their store could not be told of them before the stop",
                replays,
                records);
    }

    /** Whether something will be told by itself. */
    boolean isScheduled() {
        return scheduled.get();
    }

    /** False if a store could not be told. */
    boolean flush() {
        boolean told = true;
        for (Counted counted : counts.keySet()) {
            Integer replays = counts.remove(counted);
            if (replays != null && !tell(counted, replays)) {
                counts.merge(counted, replays, Integer::sum);
                told = false;
            }
        }
        return told;
    }

    private static boolean tell(Counted counted, int replays) {
        NearPlace place = counted.place();
        try {
            ((AwaitableIdempotencyStore) place.store()).countReplays(place.key(), counted.token(), replays);
            return true;
        } catch (RuntimeException ex) {
            log.debug("{} replays of {} are not counted yet", replays, place.key(), ex);
            return false;
        }
    }

    private record Counted(NearPlace place, long token) {}
}
