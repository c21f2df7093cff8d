package io.github.idempotency.store.jdbc;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.jdbc.DeathAfterAnswer.Killed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Commits that fail after the charge, processes that die right after it, and a ledger that is broken on purpose: a table of charges without its primary key,
 * and a charge on a connection of its own. What is looked at here tells each of them from the sound ledger.
 */
class CostLedgerControlsTests {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:ledger-controls;DB_CLOSE_DELAY=-1", 4);

    private static final Cost COST =
            Cost.tokens("large", 1000, 20).priced(new BigDecimal("0.25"), Currency.getInstance("EUR"), "v1");

    private static final WatchedCommits.Commit UNDONE = connection -> {
        connection.rollback();
        throw new SQLException("connection reset");
    };

    private final IdempotentOperation operation = IdempotentOperation.of(
            new KeyScope("test", "costs", ""), UUID.randomUUID().toString());

    private WatchedCommits dataSource;

    private JdbcIdempotencyStore store;

    private JdbcCostLedger ledger;

    @BeforeEach
    void open() {
        new ResourceDatabasePopulator(new ClassPathResource("schema-cost-h2.sql", JdbcDialect.class))
                .execute(pool.dataSource());
        dataSource = new WatchedCommits(pool.dataSource());
        Duration timeout = JdbcIdempotencyStore.DEFAULT_TIMEOUT;
        store = new JdbcIdempotencyStore(
                dataSource, JdbcDialect.H2, timeout, () -> new JdbcTransactionManager(dataSource));
        ledger = new JdbcCostLedger(dataSource, JdbcDialect.H2, timeout);
    }

    @Test
    void withThePrimaryKeyASecondChargeGetsNowhere() {
        assertThatThrownBy(this::chargeTwiceAtATime).hasCauseInstanceOf(DataAccessException.class);
        ledger.charge(List.of(expense(2)), null);

        assertThat(charges()).isOne();
    }

    @Test
    void withoutThePrimaryKeyASecondChargeIsSeen() {
        change("ALTER TABLE idempotency_charge DROP CONSTRAINT idempotency_charge_pkey");
        try {
            chargeTwiceAtATime();

            assertThat(charges()).isEqualTo(2);
        } finally {
            change("DELETE FROM idempotency_charge");
            change("ALTER TABLE idempotency_charge ADD CONSTRAINT idempotency_charge_pkey PRIMARY KEY (record_key)");
        }
    }

    /** The second while the first is not committed. */
    private void chargeTwiceAtATime() {
        StoreTransaction first = store.begin();
        try {
            ledger.charge(List.of(expense(1)), first);
            CompletableFuture.runAsync(() -> ledger.charge(List.of(expense(2)), null))
                    .join();
        } finally {
            first.commit();
        }
    }

    @Test
    void whoeverDiesBetweenChargeAndCommitHasChargedNothing() {
        dieBeforeTheCommit(ledger);

        assertThat(charges()).isZero();
        assertThat(expenses()).isOne();
        store.release(operation.storeKey(), record().token());

        assertThat(pay(executor(ledger))).isEqualTo("paid");
        assertThat(charges()).isOne();
        assertThat(expenses()).isEqualTo(2);
    }

    @Test
    void aChargeOnAConnectionOfItsOwnIsSeenByThatDeath() {
        dieBeforeTheCommit(new CostLedger() {

            @Override
            public void spend(Expense expense) {
                ledger.spend(expense);
            }

            @Override
            public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
                ledger.charge(expenses, null);
            }

            @Override
            public boolean joins(IdempotencyStore joined) {
                return ledger.joins(joined);
            }
        });

        assertThat(charges()).as("charged for an answer that nobody has").isOne();
    }

    /** The next call of the process brings what is due, before it would run. */
    @Test
    void aCommitThatFailsAfterTheChargeHasChargedNothingAndIsMadeUpFor() {
        IdempotentExecutor executor = dieBeforeTheCommit(ledger);
        assertThat(charges()).isZero();

        assertThat(pay(executor)).isEqualTo("paid");

        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
        assertThat(charges()).isOne();
        assertThat(expenses()).isOne();
    }

    @Test
    void aCommitThatHappenedAndFailedHasChargedOnce() {
        IdempotentExecutor executor = executor(ledger);
        ledger.joins(store);
        dataSource.next(connection -> {
            connection.commit();
            throw new SQLException("connection reset");
        });
        assertThat(pay(executor)).isEqualTo("paid");
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);

        assertThat(pay(executor)).isEqualTo("paid");

        assertThat(charges()).isOne();
        assertThat(expenses()).isOne();
    }

    /** Between the two there is nothing: the answer and its charge are one commit. */
    @Test
    void whoeverDiesRightAfterTheAnswerIsStoredHasChargedIt() {
        IdempotentExecutor dying = executor(ledger);
        ledger.joins(store);
        dataSource.next(connection -> {
            connection.commit();
            throw new Killed();
        });
        assertThatThrownBy(() -> pay(dying)).isInstanceOf(Killed.class);
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
        assertThat(charges()).isOne();

        assertThat(pay(executor(ledger))).isEqualTo("paid");

        assertThat(charges()).isOne();
        assertThat(expenses()).isOne();
    }

    /** The same death where the records are elsewhere: nothing is charged until somebody comes for the answer. */
    @Test
    void whoeverDiesRightAfterTheAnswerIsStoredElsewhereIsMadeUpForByARetry() {
        InMemoryIdempotencyStore elsewhere = new InMemoryIdempotencyStore();
        IdempotencyStore dying = new DeathAfterAnswer(elsewhere);
        LeaseKeeper keeper = new LeaseKeeper();
        assertThatThrownBy(() -> pay(executor(dying, keeper, ledger))).isInstanceOf(Killed.class);
        keeper.close();
        assertThat(charges()).isZero();
        assertThat(expenses()).isOne();

        LeaseKeeper next = new LeaseKeeper();
        IdempotentExecutor retrying = executor(elsewhere, next, ledger);
        assertThat(pay(retrying)).isEqualTo("paid");
        assertThat(pay(retrying)).isEqualTo("paid");
        next.close();

        assertThat(charges()).isOne();
        assertThat(expenses()).isOne();
        assertThat(sql("SELECT count(*) FROM idempotency_expense WHERE record_key = ? AND input_tokens = 1000"
                        + " AND (record_key, token) IN (SELECT record_key, token FROM idempotency_charge)"))
                .isOne();
    }

    /** Gives the answer, of which nothing is stored; the keeper visits nothing any more. */
    private IdempotentExecutor dieBeforeTheCommit(CostLedger charged) {
        IdempotentExecutor executor = executor(charged);
        charged.joins(store);
        dataSource.next(UNDONE);

        assertThat(pay(executor)).isEqualTo("paid");

        assertThat(record().state()).isEqualTo(RecordState.IN_PROGRESS);
        return executor;
    }

    private IdempotentExecutor executor(CostLedger charged) {
        LeaseKeeper keeper = new LeaseKeeper();
        keeper.close();
        return executor(store, keeper, charged);
    }

    private static IdempotentExecutor executor(IdempotencyStore records, LeaseKeeper keeper, CostLedger charged) {
        return new IdempotentExecutor(records, keeper, IdempotencyListener.NO_OP).charging(CostPrices.NONE, charged);
    }

    private String pay(IdempotentExecutor executor) {
        return executor.execute(operation, ResultCodec.UTF_8, () -> {
            IdempotencyContext.current().recordCost(COST);
            return "paid";
        });
    }

    private Expense expense(long token) {
        return new Expense(operation.storeKey(), token, 1, "costs", COST);
    }

    private IdempotencyRecord record() {
        return store.find(operation.storeKey()).orElseThrow();
    }

    private int charges() {
        return count("idempotency_charge");
    }

    private int expenses() {
        return count("idempotency_expense");
    }

    private int count(String table) {
        return sql("SELECT count(*) FROM " + table + " WHERE record_key = ?");
    }

    private int sql(String count) {
        return pool.client()
                .sql(count)
                .param(operation.storeKey().toBytes())
                .query(Integer.class)
                .single();
    }

    private static void change(String sql) {
        pool.client().sql(sql).update();
    }
}
