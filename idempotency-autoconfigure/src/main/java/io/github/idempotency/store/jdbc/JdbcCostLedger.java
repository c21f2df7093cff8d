package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.jdbc.JdbcConnections.ConnectionStep;

/**
 * Two tables, {@code idempotency_expense} and {@code idempotency_charge}; the {@code schema-cost-….sql} of the dialect
 * creates them. Their primary keys are what makes an expense be written and a key be charged once. Nothing is ever changed
 * or deleted in them. Figures that the database refuses are logged and written down as unknown: they keep no answer from
 * being stored. Thread-safe.
 */
public final class JdbcCostLedger implements CostLedger {

    private static final Logger log = LoggerFactory.getLogger(JdbcCostLedger.class);

    private final JdbcConnections connections;

    private final JoinableStores joinable;

    private final JdbcStatement spend;

    private final JdbcStatement charge;

    private final LongAdder refused = new LongAdder();

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
        connections.call(connection -> write(connection, expense));
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

    /** What cannot be written down is no reason to keep an answer back, for which it would be tried for ever. */
    private int charge(Connection connection, List<Expense> expenses) throws SQLException {
        MapSqlParameterSource execution = ExpenseRow.execution(expenses.get(0));
        ConnectionStep<Integer> all = joined -> {
            for (Expense expense : expenses) {
                connections.update(joined, spend, ExpenseRow.of(expense));
            }
            return connections.update(joined, charge, execution);
        };
        return RefusedData.otherwise(connection, all, refusal -> chargeOneByOne(connection, expenses, execution));
    }

    private int chargeOneByOne(Connection connection, List<Expense> expenses, MapSqlParameterSource execution)
            throws SQLException {
        for (Expense expense : expenses) {
            write(connection, expense);
        }
        return RefusedData.otherwise(
                connection, step -> connections.update(step, charge, execution), refusal -> refused(expenses, refusal));
    }

    private int write(Connection connection, Expense expense) throws SQLException {
        return RefusedData.otherwise(
                connection,
                step -> connections.update(step, spend, ExpenseRow.of(expense)),
                refusal -> writeUnknown(connection, expense, refusal));
    }

    private int writeUnknown(Connection connection, Expense expense, SQLException refusal) throws SQLException {
        int written = RefusedData.otherwise(
                connection, step -> connections.update(step, spend, ExpenseRow.unknown(expense)), again -> 1);
        return written == 0 ? 0 : refused(List.of(expense), refusal);
    }

    private int refused(List<Expense> expenses, SQLException refusal) {
        refused.increment();
        log.error("The ledger of costs refuses {}: they count as unknown", expenses, refusal);
        return 0;
    }

    /**
     * How often the database has refused what it was told since this process began: figures that its tables do not take.
     * They are logged, and there as unknown if at all.
     */
    public long refused() {
        return refused.sum();
    }

    @Override
    public boolean joins(IdempotencyStore store) {
        return joinable.contains(store);
    }
}
