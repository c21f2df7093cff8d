package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * One connection for one step, taken from the pool and not from the thread: whatever a step does is committed when it
 * returns, whether or not the caller is in a transaction. Spring's templates would use the caller's connection, or keep
 * theirs until the caller's transaction ends. A step that the database has undone, because somebody else was at the same
 * row, is tried again, a few times.
 */
final class JdbcConnections {

    private static final int ATTEMPTS = 5;

    // A deadlock, as the standard and as PostgreSQL have it; a first claim that met another one (H2). The statement is
    // undone as a whole. 40003 is not among them: there nobody knows whether it was.
    private static final Set<String> UNDONE = Set.of("40001", "40P01", "23505");

    // The database's own bound on a wait for a row, where it is shorter than ours: it has the state of anything.
    private static final int MARIADB_LOCK_WAIT = 1205;

    private final SQLExceptionTranslator translator = new SQLExceptionSubclassTranslator();

    private final DataSource dataSource;

    private final int timeoutSeconds;

    JdbcConnections(DataSource dataSource, Duration timeout) {
        DataSource target =
                dataSource instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        this.dataSource = target == null ? dataSource : target;
        // JDBC counts in seconds, and takes zero for no limit.
        this.timeoutSeconds = Math.max(1, Math.toIntExact(timeout.toSeconds()));
    }

    int update(JdbcStatement statement, MapSqlParameterSource parameters) {
        return call(connection -> update(connection, statement, parameters));
    }

    int update(Connection connection, JdbcStatement statement, MapSqlParameterSource parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(connection, statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** The statement with each of these parameters. */
    void updateAll(Connection connection, JdbcStatement statement, List<MapSqlParameterSource> each)
            throws SQLException {
        try (PreparedStatement prepared = statement.prepare(connection, each)) {
            prepared.setQueryTimeout(timeoutSeconds);
            prepared.executeBatch();
        }
    }

    <T extends @Nullable Object> T query(JdbcStatement statement, MapSqlParameterSource parameters, RowStep<T> step) {
        return call(connection -> query(connection, statement, parameters, step));
    }

    <T extends @Nullable Object> T query(
            Connection connection, JdbcStatement statement, MapSqlParameterSource parameters, RowStep<T> step)
            throws SQLException {
        try (PreparedStatement prepared = prepare(connection, statement, parameters);
                ResultSet rows = prepared.executeQuery()) {
            return step.read(rows);
        }
    }

    private PreparedStatement prepare(Connection connection, JdbcStatement statement, MapSqlParameterSource parameters)
            throws SQLException {
        PreparedStatement prepared = statement.prepare(connection, parameters);
        prepared.setQueryTimeout(timeoutSeconds);
        return prepared;
    }

    <T extends @Nullable Object> T call(ConnectionStep<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return callOnce(step);
            } catch (SQLException ex) {
                if (attempt == ATTEMPTS || !UNDONE.contains(ex.getSQLState())) {
                    throw translated(ex);
                }
            }
        }
    }

    /** All of the step is committed when it returns, or nothing of it, whoever else is at these rows. */
    void atomically(TransactionStep step) {
        call(connection -> {
            connection.setAutoCommit(false);
            try {
                step.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException ex) {
                connection.rollback();
                connection.setAutoCommit(true);
                throw ex;
            }
            connection.setAutoCommit(true);
            return true;
        });
    }

    private <T extends @Nullable Object> T callOnce(ConnectionStep<T> step) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (connection.getAutoCommit()) {
                return step.run(connection);
            }
            connection.setAutoCommit(true);
            try {
                return step.run(connection);
            } finally {
                connection.setAutoCommit(false);
            }
        }
    }

    /**
     * Runs the step on the connection of the transaction that this thread is in.
     *
     * @throws IllegalStateException if the thread is in none, or in one of another data source
     */
    <T extends @Nullable Object> T joined(ConnectionStep<T> step) {
        if (!(TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder holder)) {
            throw new IllegalStateException("the transaction is not one of the DataSource that records are kept in");
        }
        try {
            return step.run(holder.getConnection());
        } catch (SQLException ex) {
            throw translated(ex);
        }
    }

    private DataAccessException translated(SQLException cause) {
        if (cause.getErrorCode() == MARIADB_LOCK_WAIT) {
            return new QueryTimeoutException("idempotency record", cause);
        }
        DataAccessException translated = translator.translate("idempotency record", null, cause);
        return translated == null ? new UncategorizedSQLException("idempotency record", null, cause) : translated;
    }

    interface ConnectionStep<T extends @Nullable Object> {

        T run(Connection connection) throws SQLException;
    }

    interface TransactionStep {

        void run(Connection connection) throws SQLException;
    }

    interface RowStep<T extends @Nullable Object> {

        T read(ResultSet rows) throws SQLException;
    }
}
