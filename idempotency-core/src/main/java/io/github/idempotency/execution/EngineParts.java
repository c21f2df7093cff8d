package io.github.idempotency.execution;

import java.util.concurrent.Semaphore;

/**
 * What an executor works with beside its store.
 *
 * @param keeper renews its leases
 * @param listener tells the listener, and learns from what it tells
 * @param seats of callers who wait
 * @param books how answers and costs are kept
 * @param near copies of completed records
 */
record EngineParts(
        LeaseKeeper keeper, TypicalDurations listener, Semaphore seats, Bookkeeping books, NearRecords near) {

    EngineParts with(Bookkeeping other) {
        return new EngineParts(keeper, listener, seats, other, near);
    }

    EngineParts near(NearRecords copies) {
        return new EngineParts(keeper, listener, seats, books, copies);
    }

    EngineParts telling(IdempotencyListener other) {
        return new EngineParts(keeper, new TypicalDurations(other), seats, books, near);
    }

    /** For another store, whose leases are renewed on a thread of their own. */
    EngineParts beside() {
        return new EngineParts(keeper.beside(), listener, seats, books, near);
    }
}
