package io.github.idempotency.store.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Charged once per key, spent per attempt, charged together with the completion or not at all. What these look at tells a ledger
 * that is broken on purpose from this one in {@link CostLedgerControlsTests}.
 */
abstract class JdbcCostLedgerCase {

    private static final Cost COST =
            Cost.tokens("large", 1000, 20).priced(new BigDecimal("0.25"), Currency.getInstance("EUR"), "v1");

    private static final int RIVALS = 8;

    private final JdbcPool pool;

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentOperation operation = IdempotentOperation.of(
            new KeyScope("test", "costs", ""), UUID.randomUUID().toString());

    private JdbcCostLedger ledger;

    private IdempotentExecutor executor;

    JdbcCostLedgerCase(JdbcPool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void open() {
        for (int time = 1; time <= 2; time++) {
            new ResourceDatabasePopulator(new ClassPathResource(
                            "schema-cost-" + pool.dialect().id() + ".sql", JdbcDialect.class))
                    .execute(pool.dataSource());
        }
        ledger = new JdbcCostLedger(pool.dataSource(), pool.dialect(), JdbcIdempotencyStore.DEFAULT_TIMEOUT);
        executor = new IdempotentExecutor(pool.store(), keeper, IdempotencyListener.NO_OP)
                .charging(CostPrices.NONE, ledger);
    }

    @AfterEach
    void stop() {
        keeper.close();
    }

    private String pay(IdempotentOperation paid, Cost... costs) {
        return executor.execute(paid, ResultCodec.UTF_8, () -> {
            for (Cost cost : costs) {
                IdempotencyContext.current().recordCost(cost);
            }
            return "paid";
        });
    }

    private JdbcClient.StatementSpec sql(String sql) {
        return pool.client().sql(sql).param(operation.storeKey().toBytes());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    private int charges() {
        return sql("SELECT count(*) FROM idempotency_charge WHERE record_key = ?")
                .query(Integer.class)
                .single();
    }

    private int expenses() {
        return sql("SELECT count(*) FROM idempotency_expense WHERE record_key = ?")
                .query(Integer.class)
                .single();
    }

    private int chargedExpenses() {
        return sql("SELECT count(*) FROM idempotency_expense expense JOIN idempotency_charge charge"
                        + " ON charge.record_key = expense.record_key AND charge.token = expense.token"
                        + " WHERE charge.record_key = ?")
                .query(Integer.class)
                .single();
    }

    @Test
    void everyKnownFigureIsWrittenDownAndUnknownIsNull() {
        pay(operation, COST, Cost.unknown(null));
        pay(operation, COST);

        assertThat(charges()).isOne();
        assertThat(sql("SELECT model, input_tokens, output_tokens, amount, currency, price_version, scope"
                                + " FROM idempotency_expense WHERE record_key = ? ORDER BY number")
                        .query()
                        .listOfRows())
                .satisfiesExactly(
                        row -> assertThat(row.values().stream().map(String::valueOf))
                                .containsExactly("large", "1000", "20", "0.250000000000", "EUR", "v1", "costs"),
                        row -> assertThat(row.values()).containsExactly(null, null, null, null, null, null, "costs"));
    }

    @Test
    void spentTwiceAndChargedOnceWhereTheFirstAttemptDied() {
        Execution dead = (Execution) executor.begin(operation);
        dead.context().recordCost(COST);
        assertThat(expenses()).isOne();
        assertThat(charges()).isZero();
        dead.release();

        pay(operation, COST, COST);

        assertThat(expenses()).isEqualTo(3);
        assertThat(charges()).isOne();
        assertThat(chargedExpenses()).isEqualTo(2);
    }

    @Test
    void chargedOncePerKeyUnderConcurrentDuplicates() {
        CyclicBarrier start = new CyclicBarrier(RIVALS);
        List<CompletableFuture<Void>> rivals = new ArrayList<>();
        for (int rival = 1; rival <= RIVALS; rival++) {
            Expense expense = new Expense(operation.storeKey(), rival, 1, "costs", COST);
            rivals.add(CompletableFuture.runAsync(
                    () -> {
                        meet(start);
                        ledger.charge(List.of(expense), null);
                        ledger.charge(List.of(expense), null);
                    },
                    command -> new Thread(command).start()));
        }
        rivals.forEach(CompletableFuture::join);

        assertThat(charges()).isOne();
        assertThat(expenses()).isEqualTo(RIVALS);
        assertThat(chargedExpenses()).isOne();
    }

    @Test
    void rolledBackTogetherWithTheCompletion() {
        pool.client()
                .sql("ALTER TABLE idempotency_charge RENAME TO charge_away")
                .update();
        try {
            assertThat(pay(operation, COST)).isEqualTo("paid");

            assertThat(pool.store().find(operation.storeKey()).orElseThrow().state())
                    .isEqualTo(RecordState.IN_PROGRESS);
            assertThat(expenses()).isOne();
        } finally {
            pool.client()
                    .sql("ALTER TABLE charge_away RENAME TO idempotency_charge")
                    .update();
        }
        await().untilAsserted(() -> assertThat(
                        pool.store().find(operation.storeKey()).orElseThrow().state())
                .isEqualTo(RecordState.COMPLETED));
        assertThat(charges()).isOne();
        assertThat(expenses()).isOne();
    }

    /** Tried for ever, it would keep the answer from being stored and every retry waiting. */
    @Test
    void whatTheTableRefusesIsUnknownAndKeepsNoAnswerBack() {
        pool.client()
                .sql(
                        "ALTER TABLE idempotency_expense ADD CONSTRAINT known_models CHECK (model IS NULL OR model = 'large')")
                .update();
        try {
            assertThat(pay(operation, COST, Cost.tokens("small", 7, 7))).isEqualTo("paid");
        } finally {
            pool.client()
                    .sql("ALTER TABLE idempotency_expense DROP CONSTRAINT known_models")
                    .update();
        }
        assertThat(pool.store().find(operation.storeKey()).orElseThrow().state())
                .isEqualTo(RecordState.COMPLETED);
        assertThat(charges()).isOne();
        assertThat(sql("SELECT input_tokens FROM idempotency_expense WHERE record_key = ? ORDER BY number")
                        .query(Long.class)
                        .list())
                .containsExactly(1000L, null);
        assertThat(ledger.refused()).isPositive();
    }

    @Test
    void notChargedWhereTheClaimWasLost() {
        Execution lost = (Execution) executor.begin(operation);
        lost.context().recordCost(COST);
        pool.store().release(operation.storeKey(), lost.context().fencingToken());
        pay(operation, COST, COST);

        lost.complete(
                new io.github.idempotency.store.Result(io.github.idempotency.store.Outcome.SUCCEEDED, new byte[0]));

        assertThat(charges()).isOne();
        assertThat(chargedExpenses()).isEqualTo(2);
    }

    @Test
    void whatAJoinedTransactionHasUndoneIsSpentAndNotCharged() {
        IdempotentOperation joined = operation.with(IdempotencyPolicy.DEFAULT.withTransactional(true));
        assertThatIllegalStateException()
                .isThrownBy(() -> executor.execute(joined, ResultCodec.UTF_8, () -> {
                    IdempotencyContext.current().recordCost(COST);
                    throw new IllegalStateException("declined");
                }));
        assertThat(expenses()).isOne();
        assertThat(charges()).isZero();

        pay(joined, COST);

        assertThat(expenses()).isEqualTo(2);
        assertThat(chargedExpenses()).isOne();
    }

    @Test
    void onAnotherStoreAKeyIsChargedAfterItsCompletion() {
        executor = new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, IdempotencyListener.NO_OP)
                .charging(CostPrices.NONE, ledger);
        pay(operation, COST);
        pay(operation, COST);

        assertThat(ledger.joins(new InMemoryIdempotencyStore())).isFalse();
        assertThat(ledger.joins(pool.store())).isTrue();
        keeper.drain(Duration.ofMinutes(1));
        assertThat(charges()).isOne();
        assertThat(chargedExpenses()).isOne();
    }
}
