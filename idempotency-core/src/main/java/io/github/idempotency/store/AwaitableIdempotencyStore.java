package io.github.idempotency.store;

import org.jspecify.annotations.Nullable;

/**
 * A store that tells those who wait when a claim ends. Telling is best effort, at most once: whoever waits asks again
 * now and then.
 */
public interface AwaitableIdempotencyStore extends IdempotencyStore {

    /**
     * Tells the subscriber of every claim that ends after an {@linkplain ClaimRequest#awaiting() awaiting} caller found
     * it in progress: completed, released or become unknown, on whatever node; and of every record that is deleted before
     * its time, as of one without result. Subscribe before the first such claim; when this returns, no end of a later
     * claim and no later deletion is missed while the connection lasts.
     */
    void subscribe(Subscriber subscriber);

    /** Counts answers that were given from a record the subscriber was told, without a claim for each. */
    void countReplays(StoreKey key, long token, int replays);

    /** Who is told. Must be quick and must not call the store. */
    @FunctionalInterface
    interface Subscriber {

        /**
         * @param key whose claim has ended, or whose record has been deleted
         * @param completed the record, where it was completed with a result small enough to tell; otherwise null
         */
        void ended(StoreKey key, @Nullable IdempotencyRecord completed);
    }
}
