package io.github.idempotency.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

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
        if (!row.next()) {
            throw new SQLException("A claim was answered with nothing");
        }
        IdempotencyRecord record = read(row);
        int verdict = row.getInt("verdict");
        return switch (verdict) {
            case 1, 2 -> new Claim.Acquired(record.token(), record.attempt(), verdict == 2, record.startedAt());
            case 3 -> new Claim.Completed(record);
            case 4 -> new Claim.InProgress(record, Instant.ofEpochMilli(row.getLong("observed_at")));
            case 5 -> new Claim.Unknown(record);
            default -> new Claim.Mismatch(record);
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

    /** The record of the row that the cursor is on. */
    static IdempotencyRecord read(ResultSet row) throws SQLException {
        byte[] fingerprint = row.getBytes("fingerprint");
        Instant startedAt = instant(row, "started_at");
        Instant expiresAt = instant(row, "expires_at");
        if (startedAt == null || expiresAt == null) {
            throw new SQLException("The row is no idempotency record");
        }
        return new IdempotencyRecord(
                decode(STATES, row.getInt("state")),
                row.getString("scope"),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getBoolean("irreversible") ? Effect.IRREVERSIBLE : Effect.REPEATABLE,
                Fingerprint.ofDigest(fingerprint == null ? NO_FINGERPRINT : fingerprint),
                startedAt,
                instant(row, "lease_until"),
                instant(row, "settled_at"),
                expiresAt,
                result(row),
                row.getLong("replays"));
    }

    private static @Nullable Result result(ResultSet row) throws SQLException {
        int outcome = row.getInt("outcome");
        return row.wasNull() ? null : new Result(decode(OUTCOMES, outcome), row.getBytes("result"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static <T> T decode(List<T> values, int code) throws SQLException {
        if (code < 1 || code > values.size()) {
            throw new SQLException("The row is no idempotency record that this release can read");
        }
        return values.get(code - 1);
    }
}
