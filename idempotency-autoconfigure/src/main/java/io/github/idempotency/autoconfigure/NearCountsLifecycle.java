package io.github.idempotency.autoconfigure;

import org.springframework.context.SmartLifecycle;

import io.github.idempotency.execution.NearRecords;

/** Tells the store of the replays that it has not been told of: after the last call has ended, before the store. */
final class NearCountsLifecycle implements SmartLifecycle {

    private final NearRecords near;

    private volatile boolean running;

    NearCountsLifecycle(NearRecords near) {
        this.near = near;
    }

    @Override
    public void start() {
        running = true;
        near.start();
    }

    @Override
    public void stop() {
        running = false;
        near.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return InFlightLifecycle.PHASE - 1;
    }
}
