package io.github.idempotency.store;

import java.util.Optional;

/**
 * Copies of completed records, nearer than the store that keeps the records. A copy may vanish at any time and must not
 * outlive its record, nor hold a result longer than its record does. Thread-safe; throws an unchecked exception of its own where it cannot be asked.
 */
public interface ResultFront {

    /** The copy, with this replay counted in it if the fingerprint matches; empty if there is none. */
    Optional<IdempotencyRecord> replay(StoreKey key, Fingerprint fingerprint);

    /** The copy as it stands. */
    Optional<IdempotencyRecord> find(StoreKey key);

    /**
     * Keeps a copy until its record expires or {@linkplain IdempotencyRecord#resultUntil() loses its result}, or less long. Leaves a copy with the same or a higher token alone, and does
     * nothing if the key was evicted a moment ago.
     */
    void put(StoreKey key, IdempotencyRecord completed);

    /** Forgets the copy, and takes none until whoever had read the record before has had the time to bring it. */
    void evict(StoreKey key);
}
