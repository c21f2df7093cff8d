package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** The sequence of one key, as text. */
record Frames(SequencedIdempotencyStore store, StoreKey key) {

    boolean append(long token, int first, String... frames) {
        List<byte[]> bytes = Stream.of(frames)
                .map(frame -> frame.getBytes(StandardCharsets.UTF_8))
                .toList();
        return store.append(key, token, first, bytes);
    }

    List<String> from(int position) {
        return page(position, 1000);
    }

    List<String> page(int from, int limit) {
        return texts(store.frames(key, from, limit).orElseThrow().frames());
    }

    static List<String> texts(List<byte[]> frames) {
        return frames.stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }
}
