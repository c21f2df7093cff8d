package io.github.idempotency.sample.cost;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;

/**
 * What models have cost, written down to stay. In a file of its own: SQLite has one writer at a time, and nobody who has
 * paid should wait for a transaction of the shop. The records are in Redis, so a key is charged after its answer.
 */
@Component
class ShopLedger implements CostLedger {

    private static final int BUSY_MILLIS = 10_000;

    private final JdbcClient database;

    private volatile boolean prepared;

    ShopLedger(@Value("${sample.data-dir}") Path directory) {
        this.database = JdbcClient.create(new DriverManagerDataSource(
                "jdbc:sqlite:" + directory.resolve("costs.db") + "?busy_timeout=" + BUSY_MILLIS));
    }

    @Override
    public void spend(Expense expense) {
        prepare();
        Cost cost = expense.cost();
        database.sql("""
                        INSERT INTO expense VALUES (:key, :token, :number, :scope, :model, :input, :output, :amount, :currency)
                        ON CONFLICT (record_key, token, number) DO NOTHING""")
                .param("key", expense.key().reference())
                .param("token", expense.token())
                .param("number", expense.number())
                .param("scope", expense.scope())
                .param("model", cost.model())
                .param("input", cost.inputTokens())
                .param("output", cost.outputTokens())
                .param("amount", cost.amount() == null ? null : cost.amount().toPlainString())
                .param(
                        "currency",
                        cost.currency() == null ? null : cost.currency().getCurrencyCode())
                .update();
    }

    @Override
    public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
        expenses.forEach(this::spend);
        Expense any = expenses.get(0);
        database.sql("INSERT INTO charge VALUES (:key, :token) ON CONFLICT (record_key) DO NOTHING")
                .param("key", any.key().reference())
                .param("token", any.token())
                .update();
    }

    @Override
    public boolean joins(IdempotencyStore store) {
        return false;
    }

    /** Not at the start: processes that make the file together may find it busy, and whoever comes next tries again. */
    private void prepare() {
        if (!prepared) {
            database.sql("""
                            CREATE TABLE IF NOT EXISTS expense (record_key text, token integer, number integer, scope text,
                            model text, input_tokens integer, output_tokens integer, amount text, currency text,
                            PRIMARY KEY (record_key, token, number))""").update();
            database.sql("CREATE TABLE IF NOT EXISTS charge (record_key text PRIMARY KEY, token integer)")
                    .update();
            prepared = true;
        }
    }
}
