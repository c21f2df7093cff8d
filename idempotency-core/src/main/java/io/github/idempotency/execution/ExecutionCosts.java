package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSource;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;

/** What one execution costs: spent as it is reported, charged with the result. Thread-safe. */
final class ExecutionCosts {

    private static final Logger log = LoggerFactory.getLogger(ExecutionCosts.class);

    private final CallEvents call;

    private final Attempt attempt;

    private final Bookkeeping books;

    private final Charging charging;

    /** Of the guarded call that this one is a part of. */
    private final Optional<ExecutionCosts> outer;

    /** Immutable: most executions in flight have none, and hold no room for any. */
    private List<Expense> expenses = List.of();

    private CostSum within = CostSum.NONE;

    private volatile CostSum charged = CostSum.NONE;

    ExecutionCosts(CallEvents call, Claim.Acquired claim, Bookkeeping books, IdempotencyStore store, LateCharges late) {
        this.call = call;
        this.attempt = new Attempt(claim.token(), claim.attempt(), claim.startedAt());
        this.books = books;
        this.outer = IdempotencyContext.find().map(IdempotencyContext::costs);
        this.charging = new Charging(store, books.ledger(), late, outer.isPresent());
    }

    Charging charging() {
        return charging;
    }

    /** A cost of the execution itself. */
    void record(Cost cost) {
        Cost priced = priced(cost);
        Expense expense = add(priced);
        try {
            books.ledger().spend(expense);
        } catch (RuntimeException ex) {
            log.warn("A cost of {} was not written down as spent", call.operation(), ex);
        }
        call.spent(attempt, CostSum.of(priced));
    }

    /** Prices that do not do as they should are no reason to fail a call: then the cost is as it was reported. */
    private Cost priced(Cost cost) {
        try {
            return Objects.requireNonNull(books.prices().priced(cost), "CostPrices returned null");
        } catch (RuntimeException ex) {
            log.warn("A cost of {} has not been priced", call.operation(), ex);
            return cost;
        }
    }

    private synchronized Expense add(Cost cost) {
        IdempotentOperation operation = call.operation();
        Expense expense =
                new Expense(operation.storeKey(), attempt.token(), expenses.size() + 1, operation.scope(), cost);
        List<Expense> more = new ArrayList<>(expenses);
        more.add(expense);
        expenses = List.copyOf(more);
        return expense;
    }

    /** What a guarded call within the execution has cost, be it in an earlier attempt. */
    synchronized void addWithin(CostSum inner) {
        within = within.plus(inner);
    }

    /** What the key is charged; nothing until there is a result. */
    CostSum charged() {
        return charged;
    }

    /** The result with what is known of its execution, which from here on costs its key no more. */
    synchronized Result with(Result result) {
        CostSum own = CostSum.NONE;
        for (Expense expense : expenses) {
            own = own.plus(expense.cost());
        }
        CostSum total = within == CostSum.NONE ? own : own.plus(within);
        charged = own;
        charging.fix(expenses, () -> outer.ifPresent(costs -> costs.addWithin(total)));
        return result.with(new Particulars(call.observed().trace().orElse(null), own, total, sources()).encoded());
    }

    private List<CostSource> sources() {
        return expenses.stream()
                .map(expense -> CostSource.of(expense.cost()))
                .filter(source -> source.model() != null || source.priceVersion() != null)
                .distinct()
                .toList();
    }
}
