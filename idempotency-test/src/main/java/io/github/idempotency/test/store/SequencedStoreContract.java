package io.github.idempotency.test.store;

import io.github.idempotency.store.SequencedIdempotencyStore;

/** What a store guarantees that keeps answers which are given bit by bit. See {@link IdempotencyStoreContract}. */
public interface SequencedStoreContract extends FrameContract, SequenceLifeContract, SequenceConcurrencyContract {

    @Override
    SequencedIdempotencyStore store();
}
