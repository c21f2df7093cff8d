package io.github.idempotency.execution;

import java.time.Duration;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** The record of one claim, as its owner may change it: every step names the claim's token. */
final class OwnedRecord {

    private final IdempotencyStore store;

    private final IdempotentOperation operation;

    private final StoreKey key;

    private final long token;

    OwnedRecord(IdempotencyStore store, IdempotentOperation operation, long token) {
        this.store = store;
        this.operation = operation;
        this.key = operation.storeKey();
        this.token = token;
    }

    /** Stores the result, also where an earlier attempt to do so went through without anybody hearing of it. */
    Completion complete(Result result) {
        Completion completion = store.complete(key, token, result, retention());
        IdempotencyRecord current = completion instanceof Completion.Lost lost ? lost.current() : null;
        if (current == null || current.token() != token) {
            return completion;
        }
        return switch (current.state()) {
            case COMPLETED -> new Completion.Stored();
            case UNKNOWN -> reconcile(result);
            case IN_PROGRESS, RELEASED -> completion;
        };
    }

    /** Somebody looked when the lease was over. But nobody knows the outcome better than the owner that brings it. */
    private Completion reconcile(Result result) {
        Claim claim = store.claim(operation.claimRequest().reconciled(token));
        long reconciled = claim instanceof Claim.Acquired acquired ? acquired.token() : token;
        return store.complete(key, reconciled, result, retention());
    }

    boolean release() {
        return store.release(key, token);
    }

    boolean markUnknown() {
        return store.markUnknown(key, token);
    }

    /** False if the claim is lost; a store without renewal keeps it as long as its first lease. */
    boolean renew() {
        return !(store instanceof RenewableIdempotencyStore renewable)
                || renewable.renew(key, token, operation.policy().lease());
    }

    private Duration retention() {
        return operation.policy().ttl();
    }
}
