package io.github.idempotency.store;

import java.util.Optional;

/** A store whose records an operator can look at. */
public interface InspectableIdempotencyStore extends IdempotencyStore {

    /** The record as it stands; counts as no replay and changes nothing. */
    Optional<IdempotencyRecord> find(StoreKey key);

    /**
     * Forgets the record, unless it is in progress under a valid lease: a live claim is never deleted. What cannot be read
     * is deleted like a record.
     *
     * @return whether a record was deleted
     */
    boolean delete(StoreKey key);
}
