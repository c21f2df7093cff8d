package io.github.idempotency.cost;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;

/**
 * Where costs are written down to stay: what every execution has spent, and which one a key is charged with. It outlives
 * the records. Thread-safe; what it throws is logged and reaches no call, except from {@link #charge} within a transaction:
 * there it stands for a store that cannot be written, and is tried again. What can never be written must not be thrown there.
 */
public interface CostLedger {

    /** Nothing is written down. */
    CostLedger NONE = new CostLedger() {

        @Override
        public void spend(Expense expense) {}

        @Override
        public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {}

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
     * execution; it may be told of again by every process that replays its answer. Such a process knows only the sum of
     * several expenses and tells each as unknown: what is written down under its number already stays as it is.
     *
     * <p>Without a transaction: of a call within another guarded call on the thread that has its answer, before the other one
     * goes on; otherwise on a thread of the engine that charges one key after the other.
     *
     * @param expenses of one execution, at least one
     * @param within the transaction of this thread that it is part of, of a store that this ledger joins; null for none
     */
    void charge(List<Expense> expenses, @Nullable StoreTransaction within);

    /**
     * Whether {@link #charge} can be part of a transaction of that store: then the answer is stored and the key charged
     * together or not at all. Otherwise a key is charged after its answer was stored, and a process that dies in between
     * charges nothing: where the store has no transactions, a replay charges the key then.
     */
    boolean joins(IdempotencyStore store);
}
