package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.NearCopy;
import io.github.idempotency.execution.NearPlace;
import io.github.idempotency.store.Result;

/** Copies of completed records in this process, bounded by the heap they take. Thread-safe. */
final class NearCache {

    /** Keys, instants and what the cache itself has of an entry: somewhat more than they take. */
    private static final int OVERHEAD = 512;

    private final Cache<NearPlace, NearCopy> copies;

    /** @param life how long a copy is kept at most; whether it may still be used is not the cache's business */
    NearCache(long maxBytes, Duration life) {
        this.copies = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(
                        (NearPlace place, NearCopy copy) -> weight(copy.record().result()))
                .expireAfterWrite(life)
                // What nobody asks for any more is gone by then all the same.
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .build();
    }

    private static int weight(@Nullable Result result) {
        return OVERHEAD + (result == null || result.bytes() == null ? 0 : result.bytes().length);
    }

    ConcurrentMap<NearPlace, NearCopy> copies() {
        return copies.asMap();
    }

    /** How many there are, about. */
    long size() {
        return copies.estimatedSize();
    }

    /** How much heap they take, about. */
    long bytes() {
        return copies.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
