package io.github.idempotency.test.store;

import java.time.Clock;
import java.time.Duration;

import io.github.idempotency.store.InMemoryIdempotencyStore;

/** The kit on a clock that cannot be moved, as a store with a server behind it runs it. */
class RunningClockStoreContractTests
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract {

    private final Clock clock = Clock.systemUTC();

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    @Override
    public InMemoryIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(clock, duration);
    }

    @Override
    public Duration moment() {
        return Duration.ofMillis(10);
    }
}
