package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.github.idempotency.execution.LeaseKeeper;

/** Lets guarded calls in flight end before the application stops: after the web server, before the store. */
final class InFlightLifecycle implements SmartLifecycle {

    /** Boot's web servers drain at 1024 and stop at 2048 below the default. */
    static final int PHASE = DEFAULT_PHASE - 3072;

    private static final Logger log = LoggerFactory.getLogger(InFlightLifecycle.class);

    private final LeaseKeeper keeper;

    private final Duration patience;

    private volatile boolean running;

    /** @param phaseTimeout how long the container waits for this phase; a tenth of it is left for giving up */
    InFlightLifecycle(LeaseKeeper keeper, Duration phaseTimeout) {
        this.keeper = keeper;
        this.patience = phaseTimeout.multipliedBy(9).dividedBy(10);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        int givenUp = keeper.drain(patience);
        if (givenUp > 0) {
            log.warn("{} guarded calls did not end in time: repeatable ones are released for others", givenUp);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
