package io.github.idempotency.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.github.idempotency.store.FollowableIdempotencyStore.Following;
import io.github.idempotency.store.FollowableIdempotencyStore.FrameSubscriber;

/** The sequences of the reference store, and who follows them. Each step is made inside one on the record's map entry. */
final class InMemorySequences {

    private record Sequence(long token, List<byte[]> frames) {}

    private final Map<StoreKey, Sequence> sequences = new ConcurrentHashMap<>();

    private final Map<StoreKey, List<FrameSubscriber>> followers = new ConcurrentHashMap<>();

    boolean append(StoreKey key, long token, int first, List<byte[]> frames) {
        Sequence found = sequences.get(key);
        List<byte[]> before = found == null || found.token() != token ? List.of() : found.frames();
        if (first > before.size()) {
            return false;
        }
        List<byte[]> after = new ArrayList<>(before);
        after.addAll(frames.subList(Math.min(before.size() - first, frames.size()), frames.size()));
        sequences.put(key, new Sequence(token, after));
        followers.getOrDefault(key, List.of()).forEach(follower -> follower.appended(token, first, frames));
        return true;
    }

    List<byte[]> frames(StoreKey key, long token, int from, int limit) {
        Sequence found = sequences.get(key);
        return found == null || found.token() != token
                ? List.of()
                : found.frames().stream().skip(from).limit(limit).toList();
    }

    Following follow(StoreKey key, FrameSubscriber subscriber) {
        followers.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(subscriber);
        return () -> followers.computeIfPresent(key, (k, others) -> {
            others.remove(subscriber);
            return others.isEmpty() ? null : others;
        });
    }

    void retain(Predicate<StoreKey> known) {
        sequences.keySet().removeIf(known.negate());
    }

    void forget(StoreKey key) {
        sequences.remove(key);
    }

    void clear() {
        sequences.clear();
    }
}
