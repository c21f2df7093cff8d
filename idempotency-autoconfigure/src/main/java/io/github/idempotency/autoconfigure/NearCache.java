package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.idempotency.execution.NearRecords;
import io.github.idempotency.execution.NearRecords.Copy;
import io.github.idempotency.execution.NearRecords.Place;
import io.github.idempotency.store.Result;

/** Copies of completed records in this process, bounded by the heap they take. Thread-safe. */
final class NearCache {

    /** Keys, instants and what the cache itself has of an entry: somewhat more than they take. */
    private static final int OVERHEAD = 512;

    private final Cache<Place, Copy> copies;

    /** @param life how long a copy is kept at most; whether it may still be used is not the cache's business */
    NearCache(long maxBytes, Duration life) {
        this.copies = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Place place, Copy copy) ->
                        weight(Objects.requireNonNull(copy.record().result())))
                .expireAfterWrite(life)
                .executor(Runnable::run)
                .build();
    }

    private static int weight(Result result) {
        return result.bytes() == null
                ? OVERHEAD
                : (int) Math.min(Integer.MAX_VALUE, OVERHEAD + (long) result.bytes().length);
    }

    NearRecords records(Duration life) {
        return new NearRecords(copies.asMap(), life);
    }

    /** How many copies there are, about. */
    long size() {
        return copies.estimatedSize();
    }

    /** How much heap they take, about. */
    long bytes() {
        return copies.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
