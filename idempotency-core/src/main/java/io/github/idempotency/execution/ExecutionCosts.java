package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.Cost;
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

    private final List<Expense> expenses = new ArrayList<>();

    private CostSum within = CostSum.NONE;

    private volatile CostSum charged = CostSum.NONE;

    ExecutionCosts(CallEvents call, Claim.Acquired claim, Bookkeeping books, IdempotencyStore store) {
        this.call = call;
        this.attempt = new Attempt(claim.token(), claim.attempt(), claim.startedAt());
        this.books = books;
        this.charging = new Charging(store, books.ledger());
        this.outer = IdempotencyContext.find().map(IdempotencyContext::costs);
    }

    Charging charging() {
        return charging;
    }

    /** A cost of the execution itself. */
    void record(Cost cost) {
        Cost priced = books.prices().priced(cost);
        Expense expense = add(priced);
        try {
            books.ledger().spend(expense);
        } catch (RuntimeException ex) {
            log.warn("A cost of {} was not written down as spent", call.operation(), ex);
        }
        call.spent(attempt, CostSum.of(priced));
    }

    private synchronized Expense add(Cost cost) {
        IdempotentOperation operation = call.operation();
        Expense expense =
                new Expense(operation.storeKey(), attempt.token(), expenses.size() + 1, operation.scope(), cost);
        expenses.add(expense);
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
        CostSum own =
                expenses.stream().map(expense -> CostSum.of(expense.cost())).reduce(CostSum.NONE, CostSum::plus);
        CostSum total = own.plus(within);
        charged = own;
        charging.fix(List.copyOf(expenses), () -> outer.ifPresent(costs -> costs.addWithin(total)));
        return result.with(new Particulars(call.observed().trace().orElse(null), own, total).encoded());
    }
}
