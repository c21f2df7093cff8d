package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store whose renewals and releases do not return before it is told. */
final class HangingStore implements RenewableIdempotencyStore {

    final AtomicInteger renewals = new AtomicInteger();

    private final CountDownLatch hanging;

    private final InMemoryIdempotencyStore memory = new InMemoryIdempotencyStore();

    private HangingStore(int latches) {
        hanging = new CountDownLatch(latches);
    }

    static HangingStore hanging() {
        return new HangingStore(1);
    }

    static HangingStore sound() {
        return new HangingStore(0);
    }

    void letGo() {
        hanging.countDown();
    }

    private void hang() {
        try {
            hanging.await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return memory.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return memory.complete(key, token, result, retention);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        hang();
        return memory.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return memory.markUnknown(key, token);
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        renewals.incrementAndGet();
        hang();
        return memory.renew(key, token, lease);
    }
}
