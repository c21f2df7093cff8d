package io.github.idempotency.ai.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/**
 * The store of a process that dies at one of its writes, and reaches nobody from there on: what it had claimed stays claimed
 * until its lease ends.
 */
final class DyingStore implements IdempotencyStore {

    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** What was written of what, in order. If it has died, the last is what it died at. */
    final List<String> writes = new CopyOnWriteArrayList<>();

    private final Map<StoreKey, String> scopes = new ConcurrentHashMap<>();

    private final InMemoryIdempotencyStore store;

    private final int last;

    private final boolean taken;

    private volatile boolean dead;

    /**
     * @param last at which of its writes the process dies, from 1; 0 if it lives
     * @param taken whether the store still takes that one, and the process does not hear of it
     */
    DyingStore(InMemoryIdempotencyStore store, int last, boolean taken) {
        this.store = store;
        this.last = last;
        this.taken = taken;
    }

    boolean hasDied() {
        return dead;
    }

    private <T> T written(String verb, StoreKey key, Supplier<T> write) {
        if (dead) {
            throw new IllegalStateException("This process is dead");
        }
        writes.add(verb + " " + scopes.get(key));
        if (writes.size() != last) {
            return write.get();
        }
        dead = true;
        if (taken) {
            write.get();
        }
        throw new Killed();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        scopes.put(request.key(), request.scope());
        return written("claim", request.key(), () -> store.claim(request));
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return written("complete", key, () -> store.complete(key, token, result, retention));
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return written("release", key, () -> store.release(key, token));
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return written("mark unknown", key, () -> store.markUnknown(key, token));
    }
}
