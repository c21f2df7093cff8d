package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Optional;

import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** Settles an unknown outcome by the word of somebody who has looked: an operator. Thread-safe. */
public final class OutcomeSettler {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final InspectableIdempotencyStore store;

    private final IdempotencyListener listener;

    public OutcomeSettler(InspectableIdempotencyStore store, IdempotencyListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * Settles a record whose outcome is unknown, by a claim that names its token: of several operators one is heard.
     *
     * @param scope the operation, for the record and its event
     * @param happened whether the effect happened: then the key is completed without an answer to replay; otherwise it
     *     is free again
     * @return false if the record's outcome is not unknown, or somebody else has settled it
     */
    public boolean settle(StoreKey key, String scope, boolean happened) {
        Optional<IdempotencyRecord> unknown = store.find(key).filter(record -> record.state() == RecordState.UNKNOWN);
        return unknown.isPresent() && settle(key, scope, happened, unknown.get());
    }

    private boolean settle(StoreKey key, String scope, boolean happened, IdempotencyRecord record) {
        Duration retention = Duration.between(record.settledAt(), record.expiresAt());
        ClaimRequest request = new ClaimRequest(key, scope, Fingerprint.NONE, record.effect(), LEASE, retention);
        if (!(store.claim(request.reconciled(record.token())) instanceof Claim.Acquired acquired)) {
            return false;
        }
        boolean settled = happened
                ? store.complete(key, acquired.token(), Result.notRetained(Outcome.SUCCEEDED), retention)
                        instanceof Completion.Stored
                : store.release(key, acquired.token());
        if (settled) {
            listener.on(new IdempotencyEvent(Type.SETTLED, scope, key, null));
        }
        return settled;
    }
}
