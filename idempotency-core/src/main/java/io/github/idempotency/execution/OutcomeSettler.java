package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** Settles an unknown outcome by the word of somebody who has looked: an operator. Thread-safe. */
public final class OutcomeSettler {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final InspectableIdempotencyStore store;

    private final IdempotencyListener listener;

    public OutcomeSettler(InspectableIdempotencyStore store, IdempotencyListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * Settles a record whose outcome is unknown, by a claim that names its token: of several operators one is heard. An
     * irreversible execution whose lease is over is unknown too, whether or not anybody has found that yet.
     *
     * @param scope the operation, for the event
     * @param happened whether the effect happened: then the key is completed without an answer to replay; otherwise it
     *     is free again
     * @return false if the record's outcome is not unknown, or somebody else has settled it
     */
    public boolean settle(StoreKey key, String scope, boolean happened) {
        IdempotencyRecord record = store.find(key).orElse(null);
        if (record != null && record.state() == RecordState.IN_PROGRESS && record.effect() == Effect.IRREVERSIBLE) {
            record = found(key, record);
        }
        return record != null && record.state() == RecordState.UNKNOWN && settle(key, scope, happened, record);
    }

    /** What a claim finds: an execution whose lease is over becomes unknown by it. What it gets by chance it gives back. */
    private @Nullable IdempotencyRecord found(StoreKey key, IdempotencyRecord record) {
        Claim claim = store.claim(request(key, record));
        if (claim instanceof Claim.Acquired acquired) {
            store.release(key, acquired.token());
        }
        return claim instanceof Claim.Unknown unknown ? unknown.record() : null;
    }

    private boolean settle(StoreKey key, String scope, boolean happened, IdempotencyRecord record) {
        ClaimRequest request = request(key, record);
        if (!(store.claim(request.reconciled(record.token())) instanceof Claim.Acquired acquired)) {
            return false;
        }
        boolean settled = happened
                ? store.complete(key, acquired.token(), Result.notRetained(Outcome.SUCCEEDED), request.retention())
                        instanceof Completion.Stored
                : store.release(key, acquired.token());
        if (settled) {
            listener.on(IdempotencyEvent.of(Type.SETTLED, scope, Layer.RECOVERY, key));
        }
        return settled;
    }

    /** In the words of the claim that left the record, so that it goes on belonging to the request and the scope. */
    private static ClaimRequest request(StoreKey key, IdempotencyRecord record) {
        Instant from = Objects.requireNonNullElse(record.settledAt(), record.leaseUntil());
        Duration left = Duration.between(from, record.expiresAt());
        return new ClaimRequest(
                key,
                Objects.requireNonNull(record.scope()),
                record.fingerprint(),
                record.effect(),
                LEASE,
                left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
    }
}
