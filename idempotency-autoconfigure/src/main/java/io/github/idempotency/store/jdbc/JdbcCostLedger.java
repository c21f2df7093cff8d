package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;

/**
 * Two tables, {@code idempotency_expense} and {@code idempotency_charge}; the {@code schema-cost-….sql} of the dialect
 * creates them. Their primary keys are what makes an expense be written and a key be charged once. Nothing is ever changed
 * or deleted in them. Thread-safe.
 */
public final class JdbcCostLedger implements CostLedger {

    private final JdbcConnections connections;

    private final JoinableStores joinable;

    private final JdbcStatement spend;

    private final JdbcStatement charge;

    /**
     * @param dataSource a pool; joined are the transactions of stores in the same one
     * @param timeout how long a statement may take, in whole seconds
     */
    public JdbcCostLedger(DataSource dataSource, JdbcDialect dialect, Duration timeout) {
        this.connections = new JdbcConnections(dataSource, timeout);
        this.joinable = new JoinableStores(connections);
        this.spend = dialect.statement("spend");
        this.charge = dialect.statement("charge");
    }

    @Override
    public void spend(Expense expense) {
        connections.update(spend, ExpenseRow.of(expense));
    }

    /** All at once or, without a transaction, the expenses first: told again, it goes on where it ended. */
    @Override
    public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
        if (within == null) {
            connections.call(connection -> charge(connection, expenses));
        } else {
            connections.joined(connection -> charge(connection, expenses));
        }
    }

    private int charge(Connection connection, List<Expense> expenses) throws SQLException {
        for (Expense expense : expenses) {
            connections.update(connection, spend, ExpenseRow.of(expense));
        }
        Expense any = expenses.get(0);
        MapSqlParameterSource execution = ExpenseRow.execution(any);
        return connections.update(connection, charge, execution);
    }

    @Override
    public boolean joins(IdempotencyStore store) {
        return joinable.contains(store);
    }
}
