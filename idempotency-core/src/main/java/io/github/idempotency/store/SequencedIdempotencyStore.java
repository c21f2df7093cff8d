package io.github.idempotency.store;

import java.util.List;
import java.util.Optional;

/**
 * A store that keeps an answer which is given bit by bit: a sequence of frames beside the record, which belongs to one
 * claim and is forgotten with the record. To the store a frame is opaque bytes.
 */
public interface SequencedIdempotencyStore extends IdempotencyStore {

    /**
     * Appends frames to the claim's sequence, and keeps all of it as long as the record is kept now. May be repeated:
     * frames that are there already are passed over, so that an append of which nobody knows whether it happened is made
     * again. The first append of a claim drops what an earlier claim of the key has left.
     *
     * @param token the claim's
     * @param first position of the first of these frames in the sequence, from 0
     * @param frames may be empty
     * @return false if the claim is no longer the caller's, or the frames before these have been lost: the sequence
     *     cannot be continued
     */
    boolean append(StoreKey key, long token, int first, List<byte[]> frames);

    /**
     * The record as it stands, and frames of its latest claim: both as of one moment, so that a completed record is told
     * with all that was appended before its completion. Counts as no replay and changes nothing.
     *
     * @param from position of the first frame to tell
     * @param limit how many frames to tell at most; at least one
     */
    Optional<FramePage> frames(StoreKey key, int from, int limit);
}
