package io.github.idempotency.store.jdbc;

import java.time.Duration;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** The store of a process that dies right after it has stored its first answer. */
record DeathAfterAnswer(IdempotencyStore store) implements IdempotencyStore {

    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return store.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        store.complete(key, token, result, retention);
        throw new Killed();
    }

    @Override
    public boolean release(StoreKey key, long token) {
        throw new Killed();
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        throw new Killed();
    }
}
