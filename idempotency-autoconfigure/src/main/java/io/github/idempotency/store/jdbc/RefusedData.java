package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Predicate;

import io.github.idempotency.store.jdbc.JdbcConnections.ConnectionStep;

/** Data that the database would refuse every time: too long, too large, or against a constraint. */
final class RefusedData {

    private static final String NO_SUCH_VALUE = "22";

    private static final String CONSTRAINT = "23";

    /** Two at the same row: the next time one of them finds the other's. */
    private static final String DUPLICATE = "23505";

    private static final Predicate<String> REFUSED =
            state -> state.startsWith(NO_SUCH_VALUE) || state.startsWith(CONSTRAINT) && !state.equals(DUPLICATE);

    private RefusedData() {}

    /** Runs the step; where its data are refused, the step is undone, and nothing before it, and the other one runs. */
    static int otherwise(Connection connection, ConnectionStep<Integer> step, Otherwise other) throws SQLException {
        Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
        try {
            return step.run(connection);
        } catch (SQLException ex) {
            if (ex.getSQLState() == null || !REFUSED.test(ex.getSQLState())) {
                throw ex;
            }
            if (before != null) {
                connection.rollback(before);
            }
            return other.run(ex);
        }
    }

    interface Otherwise {

        int run(SQLException refusal) throws SQLException;
    }
}
