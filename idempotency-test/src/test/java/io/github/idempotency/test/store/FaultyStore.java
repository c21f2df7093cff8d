package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/** A store that keeps the contract in every respect but one. */
final class FaultyStore implements RenewableIdempotencyStore, InspectableIdempotencyStore {

    private static final StoreKey ONE = StoreKey.of("one");

    private final Fault fault;

    private final Clock clock;

    private final Map<StoreKey, IdempotencyRecord> records = new HashMap<>();

    /** Nobody writes before two have read: what makes a lost update certain instead of likely. */
    private final CountDownLatch twoHaveRead = new CountDownLatch(2);

    private final Thread testThread = Thread.currentThread();

    private long lastToken;

    FaultyStore(Fault fault, Clock clock) {
        this.fault = fault;
        this.clock = clock;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        FaultyRow racing = read(request.key());
        if (races(racing)) {
            awaitAnotherReader();
            return claim(request, racing);
        }
        synchronized (records) {
            return claim(request, read(request.key()));
        }
    }

    private boolean races(@Nullable FaultyRow row) {
        boolean completed = row != null && row.state == RecordState.COMPLETED;
        // The test's own thread prepares and inspects; it has nobody to race with.
        return Thread.currentThread() != testThread
                && (is(Fault.CLAIM_READS_THEN_WRITES) || is(Fault.REPLAYS_READ_THEN_WRITTEN) && completed);
    }

    private Claim claim(ClaimRequest request, @Nullable FaultyRow row) {
        Instant now = now();
        if (row == null || row.state == RecordState.RELEASED) {
            return acquire(request, row == null ? new FaultyRow() : row, false);
        }
        boolean expired = row.expired(now) && !is(Fault.LEASE_NEVER_EXPIRES);
        if (!row.fingerprint.matches(request.fingerprint()) && !is(Fault.MISMATCH_UNNOTICED)) {
            return mismatch(request, row, expired);
        }
        switch (row.state) {
            case COMPLETED -> {
                row.replays += is(Fault.REPLAYS_NOT_COUNTED) ? 0 : 1;
                if (is(Fault.REPLAY_PROLONGS_RECORD)) {
                    row.expiresAt = now.plus(request.retention());
                }
                return new Claim.Completed(write(request.key(), row));
            }
            case IN_PROGRESS -> {
                if (!expired) {
                    return new Claim.InProgress(row.record(), now);
                }
                if (row.effect == Effect.REPEATABLE || is(Fault.IRREVERSIBLE_TAKEN_OVER)) {
                    return acquire(request, row, true);
                }
                row.settle(RecordState.UNKNOWN, now);
                return new Claim.Unknown(write(request.key(), row));
            }
            default -> {
                return new Claim.Unknown(row.record());
            }
        }
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
        return new Claim.Mismatch(write(request.key(), row));
    }

    private Claim acquire(ClaimRequest request, FaultyRow row, boolean takenOver) {
        Instant now = now();
        row.claim(request, now);
        if (is(Fault.RECORD_EXPIRES_WITH_LEASE)) {
            row.expiresAt = now.plus(request.lease());
        }
        row.attempt++;
        if (!takenOver || !is(Fault.TAKE_OVER_KEEPS_TOKEN)) {
            row.token = is(Fault.TOKEN_COUNTED_IN_RECORD) || is(Fault.RELEASE_FORGETS_TOKEN) ? row.token + 1 : next();
        }
        write(request.key(), row);
        return new Claim.Acquired(row.token, row.attempt, takenOver, now);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        synchronized (records) {
            FaultyRow row = read(key);
            if (row == null || !mayComplete(row, token)) {
                return new Completion.Lost(
                        row == null || is(Fault.LOST_COMPLETION_TELLS_NOTHING) ? null : row.record());
            }
            row.settle(RecordState.COMPLETED, now());
            row.scope = null;
            row.result = kept(result);
            if (!is(Fault.COMPLETION_KEEPS_EXPIRY)) {
                row.expiresAt = now().plus(retention);
            }
            write(key, row);
            return new Completion.Stored();
        }
    }

    private boolean mayComplete(FaultyRow row, long token) {
        if (is(Fault.COMPLETION_REFUSES_LATE_OWNER) && row.expired(now())) {
            return false;
        }
        return owned(row, token, Fault.COMPLETES_UNCONDITIONALLY)
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
        return new Result(is(Fault.OUTCOME_DROPPED) ? Outcome.SUCCEEDED : result.outcome(), bytes);
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
        synchronized (records) {
            FaultyRow row = read(key);
            if (row == null || !owned(row, token, unconditional)) {
                return false;
            }
            change.apply(row);
            write(key, row);
            return true;
        }
    }

    private boolean owned(FaultyRow row, long token, Fault unconditional) {
        return is(unconditional) || row.state == RecordState.IN_PROGRESS && row.token == token;
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        synchronized (records) {
            Optional<FaultyRow> row = Optional.ofNullable(read(key));
            if (is(Fault.LOOKING_COUNTS_REPLAY)) {
                row.ifPresent(found -> {
                    found.replays++;
                    write(key, found);
                });
            }
            return row.map(FaultyRow::record);
        }
    }

    @Override
    public boolean delete(StoreKey key) {
        synchronized (records) {
            FaultyRow row = read(key);
            boolean live = row != null && row.state == RecordState.IN_PROGRESS && !row.expired(now());
            if (row == null || live && !is(Fault.DELETES_LIVE_CLAIM)) {
                return false;
            }
            records.remove(slot(key));
            return true;
        }
    }

    private @Nullable FaultyRow read(StoreKey key) {
        synchronized (records) {
            IdempotencyRecord found = records.get(slot(key));
            boolean there = found != null && (now().isBefore(found.expiresAt()) || is(Fault.RECORD_NEVER_EXPIRES));
            return there ? FaultyRow.of(found) : null;
        }
    }

    private IdempotencyRecord write(StoreKey key, FaultyRow row) {
        synchronized (records) {
            IdempotencyRecord record = row.record();
            records.put(slot(key), record);
            return record;
        }
    }

    private StoreKey slot(StoreKey key) {
        return is(Fault.ONE_RECORD_FOR_ALL) ? ONE : key;
    }

    private long next() {
        synchronized (records) {
            return ++lastToken;
        }
    }

    private Instant now() {
        return clock.instant();
    }

    private boolean is(Fault other) {
        return fault == other;
    }

    private void awaitAnotherReader() {
        twoHaveRead.countDown();
        try {
            twoHaveRead.await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private interface Change {

        void apply(FaultyRow row);
    }
}
