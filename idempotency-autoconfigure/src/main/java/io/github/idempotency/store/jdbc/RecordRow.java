package io.github.idempotency.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/** What a row means; the {@code schema-….sql} of the dialect is the other half. */
final class RecordRow {

    private static final byte[] NO_FINGERPRINT = {};

    private static final List<RecordState> STATES =
            List.of(RecordState.IN_PROGRESS, RecordState.COMPLETED, RecordState.UNKNOWN, RecordState.RELEASED);

    private static final List<Outcome> OUTCOMES = List.of(Outcome.SUCCEEDED, Outcome.REJECTED, Outcome.FAILED);

    private RecordRow() {}

    static int code(RecordState state) {
        return STATES.indexOf(state) + 1;
    }

    static int code(Outcome outcome) {
        return OUTCOMES.indexOf(outcome) + 1;
    }

    /** What the one row that a claim returns says. */
    static Claim claim(ResultSet row) throws SQLException {
        Claim decided = claimIfAny(row);
        if (decided == null) {
            throw new SQLException("A claim was answered with nothing");
        }
        return decided;
    }

    /** What the row says that a claim returns; null if it returns none. */
    static @Nullable Claim claimIfAny(ResultSet row) throws SQLException {
        if (!row.next()) {
            return null;
        }
        IdempotencyRecord record = read(row);
        int verdict = row.getInt("verdict");
        return switch (verdict) {
            case 1, 2 -> new Claim.Acquired(record.token(), record.attempt(), verdict == 2, record.startedAt());
            case 3 -> new Claim.Completed(record);
            case 4 -> new Claim.InProgress(record, Instant.ofEpochMilli(row.getLong("observed_at")));
            case 5 -> new Claim.Unknown(record);
            case 6 -> new Claim.Mismatch(record);
            default -> throw unreadable();
        };
    }

    /** What a claim is told that is not let at the row: null unless the row, as others see it, has an owner. */
    static @Nullable Claim running(ResultSet row, Fingerprint request) throws SQLException {
        if (!row.next()) {
            return null;
        }
        IdempotencyRecord record = read(row);
        Instant now = Instant.ofEpochMilli(row.getLong("observed_at"));
        Instant leaseUntil = record.leaseUntil();
        if (leaseUntil == null || !leaseUntil.isAfter(now)) {
            return null;
        }
        return record.fingerprint().matches(request) ? new Claim.InProgress(record, now) : new Claim.Mismatch(record);
    }

    /** What a completion that returns when its result expires is told; null if it stored nothing. */
    static @Nullable Completion stored(ResultSet row) throws SQLException {
        return row.next() ? new Completion.Stored(instant(row, "expires_at")) : null;
    }

    static List<Intent> intents(ResultSet rows) throws SQLException {
        List<Intent> intents = new ArrayList<>();
        while (rows.next()) {
            intents.add(new Intent(
                    StoreKey.ofDigest(rows.getBytes("record_key")),
                    rows.getString("scope"),
                    read(rows),
                    Instant.ofEpochMilli(rows.getLong("observed_at"))));
        }
        return intents;
    }

    /**
     * The record of the row that the cursor is on.
     *
     * @throws UnreadableRecordException if it is none
     */
    static IdempotencyRecord read(ResultSet row) throws SQLException {
        RecordState state = decode(STATES, row.getInt("state"));
        boolean completed = state == RecordState.COMPLETED;
        Instant leaseUntil = instant(row, "lease_until");
        Instant resultUntil = completed ? instant(row, "result_until") : null;
        boolean gone = resultUntil != null && resultUntil.toEpochMilli() <= row.getLong("observed_at");
        return new IdempotencyRecord(
                state,
                completed ? null : present(row.getString("scope")),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getBoolean("irreversible") ? Effect.IRREVERSIBLE : Effect.REPEATABLE,
                fingerprint(row),
                present(instant(row, "started_at")),
                state == RecordState.IN_PROGRESS ? present(leaseUntil) : leaseUntil,
                instant(row, "settled_at"),
                present(instant(row, "expires_at")),
                completed ? result(row, gone) : null,
                gone ? null : resultUntil,
                row.getLong("replays"));
    }

    private static Fingerprint fingerprint(ResultSet row) throws SQLException {
        byte[] fingerprint = row.getBytes("fingerprint");
        try {
            return Fingerprint.ofDigest(fingerprint == null ? NO_FINGERPRINT : fingerprint);
        } catch (IllegalArgumentException ex) {
            throw unreadable();
        }
    }

    private static Result result(ResultSet row, boolean gone) throws SQLException {
        return new Result(decode(OUTCOMES, row.getInt("outcome")), gone ? null : row.getBytes("result"))
                .with(particulars(row.getBytes("particulars")));
    }

    private static byte @Nullable [] particulars(byte @Nullable [] kept) {
        if (kept != null && (kept.length == 0 || kept.length > Result.MOST_PARTICULARS)) {
            throw unreadable();
        }
        return kept;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw unreadable();
        }
        return value;
    }

    private static <T> T decode(List<T> values, int code) {
        if (code < 1 || code > values.size()) {
            throw unreadable();
        }
        return values.get(code - 1);
    }

    private static UnreadableRecordException unreadable() {
        return new UnreadableRecordException("The row is no idempotency record that this release can read");
    }
}
