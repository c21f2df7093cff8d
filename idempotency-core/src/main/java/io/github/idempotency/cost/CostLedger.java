package io.github.idempotency.cost;

import java.util.List;

import io.github.idempotency.store.IdempotencyStore;

/**
 * Where costs are written down to stay: what every execution has spent, and which one a key is charged with. It outlives
 * the records. Thread-safe; what it throws is logged and reaches no call, except from {@link #charge} where it joins.
 */
public interface CostLedger {

    /** Nothing is written down. */
    CostLedger NONE = new CostLedger() {

        @Override
        public void spend(Expense expense) {}

        @Override
        public void charge(List<Expense> expenses) {}

        @Override
        public boolean joins(IdempotencyStore store) {
            return false;
        }
    };

    /**
     * Writes down what a running execution has spent, at once and in no transaction of its work: it stays spent when that
     * is rolled back or its process dies. Told again, it is written once.
     */
    void spend(Expense expense);

    /**
     * Charges a key with an execution, whose answer is the authoritative one: writes down those of its expenses that are
     * not there yet, and that they are charged. A key that has been charged before is not charged again, be it by another
     * execution.
     *
     * @param expenses of one execution, at least one
     */
    void charge(List<Expense> expenses);

    /**
     * Whether {@link #charge}, called on a thread with a {@link io.github.idempotency.store.StoreTransaction} of that
     * store, is part of it: then the answer is stored and the key charged together or not at all. Otherwise a key is
     * charged after its answer was stored, and a process that dies in between charges nothing.
     */
    boolean joins(IdempotencyStore store);
}
