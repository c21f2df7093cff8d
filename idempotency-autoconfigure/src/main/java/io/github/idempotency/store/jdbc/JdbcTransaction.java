package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;

/** A transaction of the application's own transaction manager, so that what it writes by whatever means is part of it. */
final class JdbcTransaction implements StoreTransaction {

    private final PlatformTransactionManager transactions;

    private final JdbcConnections connections;

    private final Completing completing;

    private final TransactionStatus status;

    /** Begins one, and makes sure that it is one of the records' data source. */
    JdbcTransaction(
            PlatformTransactionManager transactions,
            int isolation,
            JdbcConnections connections,
            Completing completing) {
        this.transactions = transactions;
        this.connections = connections;
        this.completing = completing;
        var definition = new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        definition.setIsolationLevel(isolation);
        this.status = transactions.getTransaction(definition);
        try {
            connections.joined(connection -> connection);
        } catch (IllegalStateException ex) {
            transactions.rollback(status);
            throw new IllegalStateException(
                    "the transactions of " + transactions.getClass().getSimpleName()
                            + " are not those of the DataSource that records are kept in",
                    ex);
        }
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return connections.joined(connection -> completing.complete(connection, key, token, result, retention));
    }

    @Override
    public void commit() {
        transactions.commit(status);
    }

    @Override
    public void rollback() {
        boolean cut = connections.joined(JdbcTransaction::undo);
        try {
            transactions.rollback(status);
        } catch (TransactionException ex) {
            if (!cut) {
                throw ex;
            }
        }
    }

    /**
     * Before the transaction manager does it: whatever the rollback says, that one resets the connection for the next
     * user, and a transaction that is still open would be committed by that. A connection that cannot roll back is cut.
     */
    private static boolean undo(Connection connection) throws SQLException {
        try {
            connection.rollback();
            return false;
        } catch (SQLException ex) {
            connection.abort(Runnable::run);
            return true;
        }
    }

    /** The completion, on a given connection. */
    interface Completing {

        Completion complete(Connection connection, StoreKey key, long token, Result result, Duration retention)
                throws SQLException;
    }
}
