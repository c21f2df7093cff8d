package io.github.idempotency.benchmark.micro;

import java.time.Duration;

import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store in memory that passes for one elsewhere: of what is in this process anyway no copies are kept. */
record RetoldStore(InMemoryIdempotencyStore store) implements AwaitableIdempotencyStore {

    @Override
    public Claim claim(ClaimRequest request) {
        return store.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return store.complete(key, token, result, retention);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return store.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return store.markUnknown(key, token);
    }

    @Override
    public void subscribe(Subscriber subscriber) {
        store.subscribe(subscriber);
    }

    @Override
    public void countReplays(StoreKey key, long token, int replays) {
        store.countReplays(key, token, replays);
    }
}
