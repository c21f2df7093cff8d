package io.github.idempotency.test.store;

import java.time.Duration;

import io.github.idempotency.store.IdempotencyStore;

/** What a store's test class supplies to the contracts it implements. */
public interface StoreUnderTest {

    /**
     * The store; the same one throughout a test. It need not be empty: every guarantee is tested on keys of its own.
     */
    IdempotencyStore store();

    /**
     * Lets at least this much time pass on the store's clock. A store with an injected clock moves a
     * {@link io.github.idempotency.test.MutableClock}; one that asks its server for the time waits with
     * {@link RunningClock#await}.
     */
    void letPass(Duration duration);

    /**
     * The unit of every duration that {@link #letPass} is asked for. Nothing is asserted to happen within it, so it may
     * be as short as the store's clock can tell apart.
     */
    default Duration moment() {
        return Duration.ofMillis(100);
    }
}
