package io.github.idempotency.store;

import java.util.List;
import java.util.Optional;

/** Two levels of which the durable one keeps frames. The front has none: a copy is of a record. */
final class SequencedTwoLevelStore extends TwoLevelIdempotencyStore implements SequencedIdempotencyStore {

    private final SequencedIdempotencyStore sequences;

    /** @param sequences the same store */
    <S extends RenewableIdempotencyStore & RecoverableIdempotencyStore> SequencedTwoLevelStore(
            S truth, SequencedIdempotencyStore sequences, ResultFront front) {
        super(truth, front);
        this.sequences = sequences;
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        return sequences.append(key, token, first, frames);
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        return sequences.frames(key, from, limit);
    }
}
