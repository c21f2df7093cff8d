package io.github.idempotency.execution;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;

/** One key to be charged with an execution. */
record LateCharge(CostLedger ledger, List<Expense> expenses, LongAdder missing) implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LateCharge.class);

    @Override
    public void run() {
        try {
            ledger.charge(expenses, null);
        } catch (RuntimeException ex) {
            miss(ex);
        }
    }

    /** Says what is missing, so that it can be made up for by hand. */
    void miss(RuntimeException why) {
        missing.increment();
        log.warn("A key was not charged with what it has cost: {}", expenses, why);
    }
}
