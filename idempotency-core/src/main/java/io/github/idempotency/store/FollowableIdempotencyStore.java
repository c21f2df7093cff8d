package io.github.idempotency.store;

import java.util.List;

/**
 * A store that tells of frames as they are appended. Telling is best effort, at most once: whoever follows looks again
 * now and then, and notices by the positions what it was not told.
 */
public interface FollowableIdempotencyStore extends SequencedIdempotencyStore, AwaitableIdempotencyStore {

    /**
     * Tells of frames that are appended to the key's sequence, on whatever node, once an
     * {@linkplain ClaimRequest#awaiting() awaiting} caller has found it in progress. When this returns, no later append is
     * missed while the connection lasts.
     */
    Following follow(StoreKey key, FrameSubscriber subscriber);

    /** Who is told. Must be quick and must not call the store. */
    @FunctionalInterface
    interface FrameSubscriber {

        /**
         * @param token the claim that the frames belong to
         * @param first position of the first of them
         * @param frames none where they are too many bytes to be told: then those before {@code first} can be read
         */
        void appended(long token, int first, List<byte[]> frames);
    }

    /** A subscription. */
    @FunctionalInterface
    interface Following extends AutoCloseable {

        /** Ends it; has no effect the second time. */
        @Override
        void close();
    }
}
