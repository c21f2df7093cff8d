package io.github.idempotency.test.linearizability;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** The negative control: a claim that finds nothing writes its record over whatever has been written meanwhile. */
final class GetThenSetStore implements RenewableIdempotencyStore, InspectableIdempotencyStore {

    private final Clock clock;

    private volatile InMemoryIdempotencyStore current;

    GetThenSetStore(Clock clock) {
        this.clock = clock;
        this.current = new InMemoryIdempotencyStore(clock);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        if (current.find(request.key()).isPresent()) {
            return current.claim(request);
        }
        InMemoryIdempotencyStore written = new InMemoryIdempotencyStore(clock);
        Claim claim = written.claim(request);
        current = written;
        return claim;
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return current.complete(key, token, result, retention);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return current.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return current.markUnknown(key, token);
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return current.renew(key, token, lease);
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return current.find(key);
    }

    @Override
    public boolean delete(StoreKey key) {
        return current.delete(key);
    }
}
