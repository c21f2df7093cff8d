package io.github.idempotency.benchmark;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** As little SQL as claims, stores and tells an answer: no lease, no fingerprint, no state, no count. */
record Statements(DataSource database) {

    private static final byte[] ANSWER = new byte[1_024];

    void create() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plain (record_key bytea PRIMARY KEY, result bytea)");
        }
    }

    /** One statement claims, one stores, and each commits. */
    void first(byte[] key) throws SQLException {
        execute("INSERT INTO plain (record_key) VALUES (?) ON CONFLICT DO NOTHING", key);
        execute("UPDATE plain SET result = ? WHERE record_key = ?", ANSWER, key);
    }

    void select(byte[] key) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT result FROM plain WHERE record_key = ?")) {
            statement.setBytes(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || rows.getBytes(1).length != ANSWER.length) {
                    throw new IllegalStateException("The answer is not there");
                }
            }
        }
    }

    private void execute(String sql, byte[]... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setBytes(index + 1, values[index]);
            }
            statement.executeUpdate();
        }
    }

    static byte[] newKey() {
        UUID key = UUID.randomUUID();
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
    }
}
