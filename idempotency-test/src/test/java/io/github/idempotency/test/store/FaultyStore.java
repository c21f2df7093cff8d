package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store that keeps the contract in every respect but one. */
final class FaultyStore implements RenewableIdempotencyStore, RecoverableIdempotencyStore {

    private final Fault fault;

    private final Clock clock;

    private final FaultyTable table;

    FaultyStore(Fault fault, Clock clock) {
        this.fault = fault;
        this.clock = clock;
        this.table = new FaultyTable(fault, clock);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        FaultyRow racing = table.read(request.key());
        if (races(racing) && table.awaitAnotherReader()) {
            return claim(request, racing);
        }
        synchronized (table) {
            return claim(request, table.read(request.key()));
        }
    }

    private boolean races(@Nullable FaultyRow row) {
        boolean completed = row != null && row.state == RecordState.COMPLETED;
        return is(Fault.CLAIM_READS_THEN_WRITES)
                || is(Fault.COMPLETION_READS_THEN_WRITES)
                || is(Fault.REPLAYS_READ_THEN_WRITTEN) && completed;
    }

    private Claim claim(ClaimRequest request, @Nullable FaultyRow row) {
        Instant now = now();
        if (row == null || row.state == RecordState.RELEASED) {
            return acquire(request, row == null ? new FaultyRow() : row, false);
        }
        boolean expired = row.state == RecordState.IN_PROGRESS && is(Fault.LEASE_IGNORED)
                || row.expired(now) && !is(Fault.LEASE_NEVER_EXPIRES);
        if (!matches(request, row)) {
            return mismatch(request, row, expired);
        }
        if (is(Fault.RECONCILES_ANY_STATE) && reconciles(request, row)) {
            return acquire(request, row, true);
        }
        switch (row.state) {
            case COMPLETED -> {
                if (is(Fault.COMPLETED_RUNS_AGAIN)) {
                    return acquire(request, row, false);
                }
                row.replays += is(Fault.REPLAYS_NOT_COUNTED) ? 0 : 1;
                if (is(Fault.REPLAY_PROLONGS_RECORD)) {
                    row.expiresAt = now.plus(request.retention());
                }
                return new Claim.Completed(table.write(request.key(), row));
            }
            case IN_PROGRESS -> {
                if (!expired) {
                    return new Claim.InProgress(row.record(), now);
                }
                if (row.effect == Effect.REPEATABLE || is(Fault.IRREVERSIBLE_TAKEN_OVER)) {
                    return acquire(request, row, true);
                }
                row.settle(RecordState.UNKNOWN, now);
                return new Claim.Unknown(table.write(request.key(), row));
            }
            default -> {
                return reconciles(request, row) ? acquire(request, row, true) : new Claim.Unknown(row.record());
            }
        }
    }

    private boolean reconciles(ClaimRequest request, FaultyRow row) {
        boolean named = row.token == request.reconciledToken() || is(Fault.RECONCILES_ANY_TOKEN);
        return request.reconciledToken() != 0 && named && !is(Fault.RECONCILED_TOKEN_IGNORED);
    }

    private boolean matches(ClaimRequest request, FaultyRow row) {
        if (is(Fault.NONE_IS_A_FINGERPRINT)) {
            return row.fingerprint.equals(request.fingerprint());
        }
        return row.fingerprint.matches(request.fingerprint()) || is(Fault.MISMATCH_UNNOTICED);
    }

    private Claim mismatch(ClaimRequest request, FaultyRow row, boolean expired) {
        if (is(Fault.MISMATCH_TAKES_OVER) && expired) {
            return acquire(request, row, true);
        }
        if (is(Fault.MISMATCH_SETTLES) && expired) {
            row.settle(RecordState.UNKNOWN, now());
        }
        if (is(Fault.MISMATCH_COUNTS_REPLAY)) {
            row.replays++;
        }
        return new Claim.Mismatch(table.write(request.key(), row));
    }

    private Claim acquire(ClaimRequest request, FaultyRow row, boolean takenOver) {
        Instant now = now();
        row.claim(request, now);
        if (is(Fault.RECORD_EXPIRES_WITH_LEASE)) {
            row.expiresAt = now.plus(request.lease());
        }
        row.scope = is(Fault.SCOPE_DROPPED) ? null : row.scope;
        row.attempt += is(Fault.ATTEMPT_STARTS_AT_ZERO) && row.token == 0 ? 0 : 1;
        if (!takenOver || !is(Fault.TAKE_OVER_KEEPS_TOKEN)) {
            row.token = is(Fault.TOKEN_COUNTED_IN_RECORD) || is(Fault.RELEASE_FORGETS_TOKEN)
                    ? row.token + 1
                    : table.nextToken();
        }
        table.write(request.key(), row);
        return new Claim.Acquired(row.token, row.attempt, takenOver, now);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        FaultyRow racing = table.read(key);
        if (is(Fault.COMPLETION_READS_THEN_WRITES) && table.awaitAnotherReader()) {
            return complete(key, token, result, retention, racing);
        }
        synchronized (table) {
            FaultyRow row = table.read(key);
            boolean create = row == null && is(Fault.COMPLETION_CREATES_RECORD);
            return complete(key, token, result, retention, create ? new FaultyRow() : row);
        }
    }

    private Completion complete(StoreKey key, long token, Result result, Duration retention, @Nullable FaultyRow row) {
        if (row == null || !mayComplete(row, token)) {
            return new Completion.Lost(row == null || is(Fault.LOST_COMPLETION_TELLS_NOTHING) ? null : row.record());
        }
        row.settle(RecordState.COMPLETED, now());
        row.scope = null;
        row.result = kept(result);
        Duration shorter = result.retentionWithin(retention);
        keepResult(row, shorter);
        if (!is(Fault.COMPLETION_KEEPS_EXPIRY)) {
            row.expiresAt = now().plus(retention);
        }
        if (is(Fault.RECORD_GOES_WITH_ITS_RESULT) && row.resultUntil != null) {
            row.expiresAt = row.resultUntil;
        }
        if (is(Fault.RESULT_PROLONGS_RECORD) && result.retention() != null && shorter == null) {
            row.expiresAt = now().plus(result.retention());
        }
        table.write(key, row);
        return new Completion.Stored(is(Fault.COMPLETION_TELLS_WRONG_EXPIRY) ? now() : row.expiresAt);
    }

    private void keepResult(FaultyRow row, @Nullable Duration shorter) {
        if (shorter == null) {
            row.resultUntil = is(Fault.RESULT_RETENTION_OUTLIVES_RECORD) ? table.lastResultUntil() : null;
        } else {
            row.resultUntil = now().plus(shorter);
            table.resultUntil(row.resultUntil);
            if (is(Fault.SHORT_LIVED_RESULT_DROPPED) && row.result != null) {
                row.result = row.result.withoutBytes();
            }
        }
    }

    /** Looks behind the store, after a sweep. */
    boolean holds(byte[] bytes) {
        synchronized (table) {
            return table.holds(bytes);
        }
    }

    private boolean mayComplete(FaultyRow row, long token) {
        if (is(Fault.COMPLETION_REFUSES_LATE_OWNER) && row.expired(now())) {
            return false;
        }
        return owned(row, token, Fault.COMPLETES_UNCONDITIONALLY)
                || is(Fault.COMPLETION_CREATES_RECORD) && row.token == 0
                || is(Fault.COMPLETION_IGNORES_STATE) && row.token == token;
    }

    private Result kept(Result result) {
        byte[] bytes = result.bytes();
        if (is(Fault.RESULT_STORED_AS_TEXT) && bytes != null) {
            bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        }
        if (is(Fault.EMPTY_RESULT_DROPPED) && bytes != null && bytes.length == 0) {
            bytes = null;
        }
        if (is(Fault.MISSING_RESULT_STORED_AS_EMPTY) && bytes == null) {
            bytes = new byte[0];
        }
        Outcome outcome = is(Fault.OUTCOME_DROPPED) ? Outcome.SUCCEEDED : result.outcome();
        byte[] none = is(Fault.PARTICULARS_OF_NONE) ? new byte[1] : null;
        boolean dropped = is(Fault.PARTICULARS_DROPPED) || result.particulars() == null;
        return new Result(outcome, bytes, null, dropped ? none : result.particulars());
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return change(key, token, Fault.RELEASES_UNCONDITIONALLY, row -> {
            row.settle(RecordState.RELEASED, now());
            row.token = is(Fault.RELEASE_FORGETS_TOKEN) ? 0 : row.token;
            row.attempt = is(Fault.RELEASE_FORGETS_ATTEMPT) ? 0 : row.attempt;
        });
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return change(key, token, Fault.MARKS_UNCONDITIONALLY, row -> row.settle(RecordState.UNKNOWN, now()));
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return change(key, token, Fault.RENEWS_UNCONDITIONALLY, row -> {
            Instant until = now().plus(lease);
            if (row.leaseUntil != null && !is(Fault.RENEWAL_KEEPS_EXPIRY)) {
                row.expiresAt = row.expiresAt.plus(Duration.between(row.leaseUntil, until));
            }
            row.leaseUntil = until;
        });
    }

    private boolean change(StoreKey key, long token, Fault unconditional, Change change) {
        synchronized (table) {
            FaultyRow row = table.read(key);
            if (row == null || !owned(row, token, unconditional)) {
                return false;
            }
            change.apply(row);
            table.write(key, row);
            return true;
        }
    }

    private boolean owned(FaultyRow row, long token, Fault unconditional) {
        return is(unconditional) || row.state == RecordState.IN_PROGRESS && row.token == token;
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        synchronized (table) {
            Optional<FaultyRow> row = Optional.ofNullable(table.read(key));
            if (is(Fault.LOOKING_CREATES_RECORD) && row.isEmpty()) {
                return Optional.of(table.write(key, new FaultyRow()));
            }
            if (is(Fault.LOOKING_COUNTS_REPLAY)) {
                row.ifPresent(found -> {
                    found.replays++;
                    table.write(key, found);
                });
            }
            if (is(Fault.END_OF_RESULT_NOT_FOUND)) {
                row.ifPresent(found -> found.resultUntil = null);
            }
            return row.map(FaultyRow::record);
        }
    }

    @Override
    public IntentPage intents(@Nullable String after, int limit) {
        List<Intent> found = new ArrayList<>();
        synchronized (table) {
            for (StoreKey key : table.keys()) {
                FaultyRow row = table.read(key);
                if (row != null
                        && intent(row)
                        && (after == null || key.reference().compareTo(after) > 0)) {
                    found.add(new Intent(key, row.scope == null ? "" : row.scope, row.record(), now()));
                    if (is(Fault.INTENT_SETTLED_WHEN_TOLD)) {
                        row.settle(RecordState.UNKNOWN, now());
                        table.write(key, row);
                    }
                }
            }
        }
        if (is(Fault.INTENTS_ALL_ON_ONE_PAGE) || found.size() <= limit) {
            return new IntentPage(found, null);
        }
        String next = found.get(limit - 1).key().reference();
        return new IntentPage(found.subList(0, limit), is(Fault.INTENTS_ON_FIRST_PAGE_ONLY) ? null : next);
    }

    private boolean intent(FaultyRow row) {
        return switch (row.state) {
            case IN_PROGRESS ->
                (row.expired(now()) || is(Fault.INTENT_BEFORE_LEASE_IS_OVER)) && !is(Fault.INTENT_ONLY_WHEN_UNKNOWN);
            case UNKNOWN -> !is(Fault.INTENT_ONLY_WHEN_IN_PROGRESS);
            case COMPLETED, RELEASED -> is(Fault.INTENT_WITH_AN_OUTCOME);
        };
    }

    @Override
    public boolean delete(StoreKey key) {
        synchronized (table) {
            FaultyRow row = table.read(key);
            boolean live = row != null && row.state == RecordState.IN_PROGRESS && !row.expired(now());
            if (row == null || live && !is(Fault.DELETES_LIVE_CLAIM)) {
                return false;
            }
            table.remove(key);
            return true;
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private boolean is(Fault other) {
        return fault == other;
    }

    private interface Change {

        void apply(FaultyRow row);
    }
}
