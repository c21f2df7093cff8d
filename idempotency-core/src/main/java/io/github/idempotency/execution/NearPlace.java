package io.github.idempotency.execution;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;

/**
 * What a copy of a record is of.
 *
 * @param store keeps the record
 * @param key the record's name
 */
public record NearPlace(IdempotencyStore store, StoreKey key) {}
