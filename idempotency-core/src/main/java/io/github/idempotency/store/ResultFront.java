package io.github.idempotency.store;

import java.util.Optional;

/**
 * Copies of completed records, nearer than the store that keeps the records. A copy may vanish at any time and must not
 * outlive its record, nor hold a result longer than its record does. Thread-safe; throws an unchecked exception of its own where it cannot be asked.
 */
public interface ResultFront {

    /**
     * A store that decides, with a front before it that answers what the store has completed. It keeps sequences where the
     * store does.
     */
    static <S extends RenewableIdempotencyStore & RecoverableIdempotencyStore> TwoLevelIdempotencyStore before(
            S truth, ResultFront front) {
        return truth instanceof SequencedIdempotencyStore sequences
                ? new SequencedTwoLevelStore(truth, sequences, front)
                : new TwoLevelIdempotencyStore(truth, front);
    }

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
