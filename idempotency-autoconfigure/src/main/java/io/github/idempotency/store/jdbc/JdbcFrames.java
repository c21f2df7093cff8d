package io.github.idempotency.store.jdbc;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/**
 * The frames of the records: a row each, which goes with the row of its record. An append is one statement, however many
 * frames it brings; the first of a claim is followed by one that deletes what earlier claims have left.
 */
final class JdbcFrames {

    private final JdbcConnections connections;

    private final JdbcStatement append;

    private final JdbcStatement continues;

    private final JdbcStatement supersede;

    private final JdbcStatement frames;

    JdbcFrames(JdbcConnections connections, JdbcDialect dialect) {
        this.connections = connections;
        this.append = dialect.statement("append");
        this.continues = dialect.statement("continues");
        this.supersede = dialect.statement("supersede");
        this.frames = dialect.statement("frames");
    }

    boolean append(StoreKey key, long token, int first, List<byte[]> appended) {
        MapSqlParameterSource claim = key(key).addValue("token", token);
        return connections.call(connection -> {
            boolean accepted = accepts(connection, claim.addValue("first", first), appended);
            if (accepted && first == 0) {
                connections.update(connection, supersede, claim);
            }
            return accepted;
        });
    }

    private boolean accepts(Connection connection, MapSqlParameterSource claim, List<byte[]> appended)
            throws SQLException {
        if (appended.isEmpty()) {
            return connections.query(connection, continues, claim, JdbcFrames::isNotZero);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        appended.forEach(bytes::writeBytes);
        String sizes =
                appended.stream().map(frame -> String.valueOf(frame.length)).collect(Collectors.joining(","));
        claim.addValue("bytes", bytes.toByteArray()).addValue("sizes", sizes).addValue("count", appended.size());
        return connections.query(connection, append, claim, JdbcFrames::isNotZero);
    }

    private static boolean isNotZero(ResultSet row) throws SQLException {
        return row.next() && row.getInt(1) > 0;
    }

    /** One statement, so that record and frames are of one moment. */
    @Nullable
    FramePage page(StoreKey key, int from, int limit) {
        return connections.query(frames, key(key).addValue("from", from).addValue("limit", limit), JdbcFrames::page);
    }

    private static @Nullable FramePage page(ResultSet row) throws SQLException {
        if (!row.next()) {
            return null;
        }
        IdempotencyRecord record = RecordRow.read(row);
        Instant observedAt = Instant.ofEpochMilli(row.getLong("observed_at"));
        List<byte[]> frames = new ArrayList<>();
        byte[] frame = row.getBytes("frame");
        while (frame != null) {
            frames.add(frame);
            frame = row.next() ? row.getBytes("frame") : null;
        }
        return new FramePage(record, frames, observedAt);
    }

    private static MapSqlParameterSource key(StoreKey key) {
        return new MapSqlParameterSource("key", key.toBytes());
    }
}
