package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a store's deletions are listened for. What fails is attempted again when it is asked for, after a pause. */
final class NearListening {

    private static final Logger log = LoggerFactory.getLogger(NearListening.class);

    private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final Runnable subscription;

    private final LongSupplier nanos;

    /** One attempt at a time; after one that has succeeded there is no other. */
    private final AtomicBoolean attempting = new AtomicBoolean();

    private volatile boolean listening;

    /** Zero before the first failure. */
    private volatile long pause;

    private volatile long pausedAt;

    NearListening(Runnable subscription, LongSupplier nanos) {
        this.subscription = subscription;
        this.nanos = nanos;
    }

    /** Whether it was so before this call. The one that brings it about has read what may have been deleted meanwhile. */
    boolean already() {
        if (!listening && !isPausing() && attempting.compareAndSet(false, true)) {
            attempt();
            return false;
        }
        return listening;
    }

    private boolean isPausing() {
        return pause != 0 && nanos.getAsLong() - pausedAt < pause;
    }

    private void attempt() {
        try {
            subscription.run();
            listening = true;
        } catch (RuntimeException ex) {
            if (pause == 0) {
                log.warn(
                        "Deletions of records cannot be listened for: until they are, the store is asked each time",
                        ex);
            }
            pausedAt = nanos.getAsLong();
            pause = Math.min(Math.max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE);
            log.debug("Listening for deletions is attempted again in {}", Duration.ofNanos(pause));
            attempting.set(false);
        }
    }
}
