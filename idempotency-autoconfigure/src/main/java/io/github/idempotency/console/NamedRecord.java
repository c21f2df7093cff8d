package io.github.idempotency.console;

import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** Where a record of this application would be. */
record NamedRecord(StoreKey key, String scope, InspectableIdempotencyStore store) {}
