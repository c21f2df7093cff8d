package io.github.idempotency.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/** A database that loses a session, and one that crashes and recovers by itself. */
final class PostgresFaults {

    private static final String SESSION = "SELECT pid FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1";

    private final DataSource database;

    PostgresFaults(DataSource database) {
        this.database = database;
    }

    List<Fault> faults() {
        return List.of(
                new Fault("PostgreSQL kill -9 of a backend, crash recovery", 3, this::crash),
                new Fault("PostgreSQL session terminated", 2, this::terminate));
    }

    /** The server takes a killed backend for a sign of corrupted memory: it ends all others and replays its log. */
    private String crash(Random random) throws SQLException {
        int backend = ask(SESSION);
        ProcessHandle.of(backend).ifPresent(ProcessHandle::destroyForcibly);
        return backend == 0 ? "" : "" + backend;
    }

    private String terminate(Random random) throws SQLException {
        int backend = ask("SELECT pid FROM (" + SESSION + ") session WHERE pg_terminate_backend(pid)");
        return backend == 0 ? "" : "" + backend;
    }

    private int ask(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException stillRecovering) {
            return 0;
        }
    }
}
