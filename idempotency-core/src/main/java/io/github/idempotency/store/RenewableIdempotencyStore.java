package io.github.idempotency.store;

import java.time.Duration;

/** A store whose claims can outlive their first lease. */
public interface RenewableIdempotencyStore extends IdempotencyStore {

    /**
     * Extends the lease to the given duration from now, and the record's expiry by as much.
     *
     * @return false if the claim was no longer the caller's, and nothing changed
     */
    boolean renew(StoreKey key, long token, Duration lease);
}
