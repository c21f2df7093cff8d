package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.UnreadableRecordException;

/** The record of one claim, as its owner may change it: every step names the claim's token. */
final class OwnedRecord {

    private static final Logger log = LoggerFactory.getLogger(OwnedRecord.class);

    private final IdempotencyStore store;

    private final Charging charging;

    private final IdempotentOperation operation;

    private final StoreKey key;

    private final long token;

    private volatile @Nullable Instant expiresAt;

    OwnedRecord(IdempotentOperation operation, long token, Charging charging) {
        this.store = charging.store();
        this.charging = charging;
        this.operation = operation;
        this.key = operation.storeKey();
        this.token = token;
    }

    /**
     * Stores the result, also where an earlier attempt to do so went through without anybody hearing of it. A record that
     * has become unreadable meanwhile is nobody's, and a lost claim.
     */
    Completion complete(Result result) {
        try {
            return completeReadable(result);
        } catch (UnreadableRecordException ex) {
            log.warn("The answer of {} is given but not retained: {}", operation, ex.getMessage());
            return new Completion.Lost(null);
        } catch (RuntimeException ex) {
            charging.landsLater();
            throw ex;
        }
    }

    private Completion completeReadable(Result result) {
        Completion completion = charging.complete(key, token, kept(result), retention());
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
        return charging.complete(key, reconciled, kept(result), retention());
    }

    /** Stores the result if the claim is still its owner's, once and as part of the transaction. */
    Completion complete(StoreTransaction transaction, Result result) {
        return charging.complete(transaction, key, token, kept(result), retention());
    }

    /**
     * Frees the key of work that was undone, also if its outcome has been called unknown meanwhile.
     *
     * @return null if it is free; otherwise the record that stands there
     */
    @Nullable
    IdempotencyRecord free() {
        if (store.release(key, token) || !(store instanceof InspectableIdempotencyStore inspectable)) {
            return null;
        }
        IdempotencyRecord current = inspectable.find(key).orElse(null);
        if (current == null || !isOwn(current) || current.state() != RecordState.UNKNOWN) {
            return current;
        }
        Claim claim = store.claim(operation.claimRequest().reconciled(token));
        return claim instanceof Claim.Acquired acquired && store.release(key, acquired.token()) ? null : current;
    }

    /** The result, without its answer if that is larger than the policy keeps. */
    Result bounded(Result result) {
        byte[] bytes = result.bytes();
        if (bytes != null && bytes.length > operation.policy().maxResultSize()) {
            log.warn("The answer of {} has {} bytes, more than is kept: it is not retained", operation, bytes.length);
            return Result.notRetained(result.outcome());
        }
        return result;
    }

    /** Notes what the store has told of a result that it was brought. */
    void landed(Result kept, Completion completion) {
        charging.landed();
        if (kept.retained() && completion instanceof Completion.Stored stored) {
            expiresAt = stored.expiresAt();
        }
    }

    Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    boolean isOwn(IdempotencyRecord current) {
        return current.token() == token;
    }

    boolean release() {
        return store.release(key, token);
    }

    boolean markUnknown() {
        return store.markUnknown(key, token);
    }

    /** False if the claim is lost; a store without renewal keeps it as long as its first lease. */
    boolean renew() {
        try {
            return !(store instanceof RenewableIdempotencyStore renewable)
                    || renewable.renew(key, token, operation.policy().lease());
        } catch (UnreadableRecordException ex) {
            return false;
        }
    }

    private Result kept(Result result) {
        Duration resultTtl = operation.policy().resultTtl();
        return resultTtl == null ? result : result.keptFor(resultTtl);
    }

    private Duration retention() {
        return operation.policy().ttl();
    }

    @Override
    public String toString() {
        return operation.toString();
    }
}
