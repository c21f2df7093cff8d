package io.github.idempotency.test.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

/** A record to write to: what {@link FaultyStore} reads out and puts back. */
final class FaultyRow {

    RecordState state = RecordState.RELEASED;

    @Nullable
    String scope;

    long token;

    int attempt;

    Effect effect = Effect.REPEATABLE;

    Fingerprint fingerprint = Fingerprint.NONE;

    Instant startedAt = Instant.EPOCH;

    @Nullable
    Instant leaseUntil;

    @Nullable
    Instant settledAt;

    Instant expiresAt = Instant.MAX;

    @Nullable
    Result result;

    @Nullable
    Instant resultUntil;

    long replays;

    static FaultyRow of(IdempotencyRecord record) {
        FaultyRow row = new FaultyRow();
        row.state = record.state();
        row.scope = record.scope();
        row.token = record.token();
        row.attempt = record.attempt();
        row.effect = record.effect();
        row.fingerprint = record.fingerprint();
        row.startedAt = record.startedAt();
        row.leaseUntil = record.leaseUntil();
        row.settledAt = record.settledAt();
        row.expiresAt = record.expiresAt();
        row.result = record.result();
        row.resultUntil = record.resultUntil();
        row.replays = record.replays();
        return row;
    }

    void claim(ClaimRequest request, Instant now) {
        state = RecordState.IN_PROGRESS;
        scope = request.scope();
        effect = request.effect();
        fingerprint = request.fingerprint();
        startedAt = now;
        leaseUntil = now.plus(request.lease());
        settledAt = null;
        expiresAt = leaseUntil.plus(request.retention());
    }

    void settle(RecordState settled, Instant now) {
        state = settled;
        leaseUntil = null;
        settledAt = now;
    }

    boolean expired(Instant now) {
        return state == RecordState.IN_PROGRESS && leaseUntil != null && !now.isBefore(leaseUntil);
    }

    IdempotencyRecord record() {
        return new IdempotencyRecord(
                state,
                scope,
                token,
                attempt,
                effect,
                fingerprint,
                startedAt,
                leaseUntil,
                settledAt,
                expiresAt,
                result,
                resultUntil,
                replays);
    }
}
