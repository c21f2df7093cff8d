package io.github.idempotency.store.jdbc;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.jdbc.DeathAfterAnswer.Killed;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The records in Redis, the ledger in a database, and a death between the two: several costs of a key are charged by its next
 * replay. Broken on purpose to see it fail: the sum told as the first expense, which is there twice where only that one is
 * missing.
 */
class OwedChargesITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    @Order(3)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:owed;DB_CLOSE_DELAY=-1", 2);

    private static final List<Cost> COSTS = List.of(
            Cost.tokens("large", 1000, 20).priced(new BigDecimal("0.25"), Currency.getInstance("EUR"), "v1"),
            Cost.tokens("small", 10, 2).priced(new BigDecimal("0.5"), Currency.getInstance("USD"), "v1"),
            Cost.unknown("large"));

    private final IdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    private final JdbcCostLedger ledger =
            new JdbcCostLedger(pool.dataSource(), JdbcDialect.H2, JdbcIdempotencyStore.DEFAULT_TIMEOUT);

    private final IdempotentOperation operation = IdempotentOperation.of(
            new KeyScope("test", "costs", ""), UUID.randomUUID().toString());

    @BeforeAll
    static void create() {
        new ResourceDatabasePopulator(new ClassPathResource("schema-cost-h2.sql", JdbcDialect.class))
                .execute(pool.dataSource());
    }

    @Test
    void whatWasWrittenDownIsCharged() {
        die();
        assertThat(charged()).isEmpty();

        replay();
        replay();

        assertThat(charged()).containsExactly("1000 0.250000000000 EUR", "10 0.500000000000 USD", "null null null");
        assertThat(expenses()).isEqualTo(3);
    }

    /** As of a ledger that could not be told of it. */
    @Test
    void whatWasNotWrittenDownIsChargedAsUnknown() {
        die();
        sql("DELETE FROM idempotency_expense WHERE record_key = ? AND number = 1")
                .update();

        replay();
        replay();

        assertThat(charged()).containsExactly("null null null", "10 0.500000000000 USD", "null null null");
        assertThat(expenses()).isEqualTo(3);
    }

    private void die() {
        LeaseKeeper keeper = new LeaseKeeper();
        assertThatThrownBy(() -> pay(new DeathAfterAnswer(store), keeper)).isInstanceOf(Killed.class);
        keeper.close();
    }

    /** By a process that knows nothing of what others have charged. */
    private void replay() {
        LeaseKeeper keeper = new LeaseKeeper();
        pay(store, keeper);
        keeper.drain(Duration.ofMinutes(1));
        keeper.close();
    }

    private void pay(IdempotencyStore records, LeaseKeeper keeper) {
        new IdempotentExecutor(records, keeper, IdempotencyListener.NO_OP)
                .charging(CostPrices.NONE, ledger)
                .execute(operation, ResultCodec.UTF_8, () -> {
                    COSTS.forEach(IdempotencyContext.current()::recordCost);
                    return "paid";
                });
    }

    private List<String> charged() {
        return sql("SELECT expense.input_tokens, expense.amount, expense.currency FROM idempotency_charge charge"
                        + " JOIN idempotency_expense expense USING (record_key, token)"
                        + " WHERE expense.record_key = ? ORDER BY number")
                .query((row, number) -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
                .list();
    }

    private int expenses() {
        return sql("SELECT count(*) FROM idempotency_expense WHERE record_key = ?")
                .query(Integer.class)
                .single();
    }

    private JdbcClient.StatementSpec sql(String sql) {
        return pool.client().sql(sql).param(operation.storeKey().toBytes());
    }
}
