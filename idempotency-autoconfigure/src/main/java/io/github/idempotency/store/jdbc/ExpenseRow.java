package io.github.idempotency.store.jdbc;

import java.sql.Types;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.Expense;

/** An expense as parameters of a statement. */
final class ExpenseRow {

    private ExpenseRow() {}

    static MapSqlParameterSource of(Expense expense) {
        Cost cost = expense.cost();
        return execution(expense)
                .addValue("number", expense.number())
                .addValue("model", cost.model(), Types.VARCHAR)
                .addValue("inputTokens", cost.inputTokens(), Types.BIGINT)
                .addValue("outputTokens", cost.outputTokens(), Types.BIGINT)
                .addValue("amount", cost.amount(), Types.NUMERIC)
                .addValue(
                        "currency",
                        cost.currency() == null ? null : cost.currency().getCurrencyCode(),
                        Types.VARCHAR)
                .addValue("priceVersion", cost.priceVersion(), Types.VARCHAR);
    }

    /** It is there, and nothing is known of it. */
    static MapSqlParameterSource unknown(Expense expense) {
        return of(new Expense(expense.key(), expense.token(), expense.number(), expense.scope(), Cost.unknown(null)));
    }

    /** What says whose it is. */
    static MapSqlParameterSource execution(Expense expense) {
        return new MapSqlParameterSource("key", expense.key().toBytes())
                .addValue("token", expense.token())
                .addValue("scope", expense.scope());
    }
}
