package io.github.idempotency.store;

import java.time.Duration;
import java.time.Instant;

/**
 * An execution that was begun and has no outcome, though nobody can be at it by right: it is in progress under a lease
 * that is over, or its outcome is unknown.
 *
 * @param key the record's name
 * @param scope what the claim said it belongs to
 * @param record as it stood when it was looked at
 * @param observedAt the store's clock when it looked
 */
public record Intent(StoreKey key, String scope, IdempotencyRecord record, Instant observedAt) {

    /** How long ago the latest execution began, by the store's clock. */
    public Duration age() {
        return Duration.between(record.startedAt(), observedAt);
    }
}
