package io.github.idempotency.execution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/**
 * Charges a key with its execution: in one transaction with the completion where the ledger can, otherwise after it. A call
 * within another one is charged before that one goes on, and so before an answer is stored with which nobody asks for this
 * one again.
 */
final class Charging {

    private static final Logger log = LoggerFactory.getLogger(Charging.class);

    private static final Runnable NOTHING = () -> {};

    private final IdempotencyStore store;

    private final CostLedger ledger;

    private final LateCharges late;

    private final boolean inner;

    private final AtomicReference<Runnable> onLanding = new AtomicReference<>(NOTHING);

    private volatile List<Expense> expenses = List.of();

    private volatile boolean joined;

    private volatile boolean later;

    /** @param inner whether it is a call within another one */
    Charging(IdempotencyStore store, CostLedger ledger, LateCharges late, boolean inner) {
        this.store = store;
        this.ledger = ledger;
        this.late = late;
        this.inner = inner;
    }

    IdempotencyStore store() {
        return store;
    }

    /**
     * What is to be charged.
     *
     * @param landing runs once, when the result has been stored
     */
    void fix(List<Expense> all, Runnable landing) {
        joined = !all.isEmpty() && store instanceof TransactionalIdempotencyStore && isJoined();
        expenses = all;
        onLanding.set(landing);
    }

    /** A ledger that cannot say so now must not keep the answer from being stored: the key is charged afterwards. */
    private boolean isJoined() {
        try {
            return ledger.joins(store);
        } catch (RuntimeException ex) {
            log.warn("The ledger of costs cannot say whether it joins the store", ex);
            return false;
        }
    }

    Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return joined && store instanceof TransactionalIdempotencyStore transactional
                ? complete(transactional, key, token, result, retention)
                : store.complete(key, token, result, retention);
    }

    private Completion complete(
            TransactionalIdempotencyStore transactional, StoreKey key, long token, Result result, Duration retention) {
        StoreTransaction transaction = transactional.begin();
        Completion completion;
        try {
            completion = complete(transaction, key, token, result, retention);
        } catch (RuntimeException ex) {
            rollBack(transaction, ex);
            throw ex;
        }
        if (completion instanceof Completion.Stored) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
        return completion;
    }

    private static void rollBack(StoreTransaction transaction, RuntimeException cause) {
        try {
            transaction.rollback();
        } catch (RuntimeException ex) {
            cause.addSuppressed(ex);
        }
    }

    /** Completes in the transaction, and charges in it where that can be. */
    Completion complete(StoreTransaction transaction, StoreKey key, long token, Result result, Duration retention) {
        Completion completion = transaction.complete(key, token, result, retention);
        if (joined && completion instanceof Completion.Stored) {
            ledger.charge(expenses, transaction);
        }
        return completion;
    }

    /** The result is brought to the store by a thread on which leases or others wait, and which must not wait for a ledger. */
    void landsLater() {
        later = true;
    }

    /** The result has been stored. */
    void landed() {
        onLanding.getAndSet(NOTHING).run();
        if (joined || expenses.isEmpty() || ledger == CostLedger.NONE) {
            return;
        }
        if (inner && !later) {
            late.chargeNow(ledger, expenses);
        } else {
            late.add(ledger, expenses);
        }
    }
}
