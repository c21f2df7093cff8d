package io.github.idempotency.test.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.idempotency.store.FollowableIdempotencyStore.Following;
import io.github.idempotency.store.FollowableIdempotencyStore.FrameSubscriber;
import io.github.idempotency.store.StoreKey;

/** Who is told of the frames of a {@link FaultySequences}. */
final class FaultyFollowers {

    private static final int MANY_BYTES = 65_536;

    private final Map<StoreKey, List<FrameSubscriber>> followers = new ConcurrentHashMap<>();

    private final Set<StoreKey> left = ConcurrentHashMap.newKeySet();

    private final SequenceFault fault;

    FaultyFollowers(SequenceFault fault) {
        this.fault = fault;
    }

    Following follow(StoreKey key, FrameSubscriber subscriber) {
        List<FrameSubscriber> of = followers.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>());
        if (fault == SequenceFault.LATEST_FOLLOWER_IS_TOLD) {
            of.clear();
        }
        of.add(subscriber);
        return () -> leave(key, of, subscriber);
    }

    private void leave(StoreKey key, List<FrameSubscriber> of, FrameSubscriber subscriber) {
        left.add(key);
        if (fault == SequenceFault.LEAVING_IS_FOR_ALL) {
            of.clear();
        } else if (fault != SequenceFault.NOBODY_LEAVES) {
            of.remove(subscriber);
        }
    }

    /** Tells frames at the places they were brought to. */
    void tell(StoreKey key, long token, int first, List<byte[]> frames) {
        // As one does that leaves out what was told, and forgets to count it.
        List<byte[]> each = fault == SequenceFault.TOLD_AT_THE_WRONG_PLACE
                ? frames.subList(frames.size() - 1, frames.size())
                : frames;
        boolean silent = fault == SequenceFault.NOBODY_IS_TOLD
                || fault == SequenceFault.FOLLOWED_ONCE && left.contains(key)
                || fault == SequenceFault.MANY_BYTES_ARE_NOT_TOLD
                        && frames.stream().mapToInt(frame -> frame.length).sum() > MANY_BYTES;
        if (silent) {
            return;
        }
        for (Map.Entry<StoreKey, List<FrameSubscriber>> of : followers.entrySet()) {
            if (of.getKey().equals(key) || fault == SequenceFault.EVERYBODY_IS_TOLD) {
                for (FrameSubscriber subscriber : of.getValue()) {
                    subscriber.appended(token, first, each);
                }
            }
        }
    }
}
