package io.github.idempotency.execution;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/**
 * The one transaction of an action and its completion, where the policy asks for it. It begins after the claim, ends
 * with the execution, and belongs to the thread that runs the action.
 */
public final class JoinedTransaction {

    private static final Logger log = LoggerFactory.getLogger(JoinedTransaction.class);

    private final IdempotencyStore store;

    private final OwnedRecord record;

    private volatile @Nullable StoreTransaction open;

    private volatile @Nullable Thread owner;

    private volatile boolean running;

    private boolean cutShort;

    private volatile boolean undone;

    private boolean freed;

    JoinedTransaction(IdempotencyStore store, OwnedRecord record) {
        this.store = store;
        this.record = record;
    }

    /**
     * Tries whether work can be joined with the store's records: begins a transaction and rolls it back.
     *
     * @throws IllegalStateException if it cannot; the message says why
     */
    public static void require(IdempotencyStore store) {
        begin(store).rollback();
    }

    private static StoreTransaction begin(IdempotencyStore store) {
        if (store instanceof TransactionalIdempotencyStore transactional) {
            return transactional.begin();
        }
        throw new IllegalStateException(
                store.getClass().getSimpleName() + " keeps its records where no other writes commit with them");
    }

    /** Runs the action in a new transaction. An action that throws is rolled back at once. */
    <T extends @Nullable Object, X extends Throwable> T call(IdempotentAction<T, X> action) throws X {
        try {
            owner = Thread.currentThread();
            open = begin(store);
        } catch (IllegalStateException ex) {
            undone = true;
            throw ex;
        } catch (RuntimeException ex) {
            undone = true;
            throw Refusals.storeUnavailable(ex);
        }
        running = true;
        try {
            return action.run();
        } catch (Throwable ex) {
            rollBack();
            throw ex;
        } finally {
            running = false;
        }
    }

    boolean isOpen() {
        return open != null;
    }

    /** Whether all that the action has written is known to have been rolled back, or it never began. */
    boolean undone() {
        return undone;
    }

    /** Rolls back what is open, if anything is. */
    void rollBack() {
        StoreTransaction transaction = open;
        if (transaction == null) {
            return;
        }
        open = null;
        try {
            transaction.rollback();
            undone = true;
        } catch (RuntimeException ex) {
            log.warn("The transaction of {} could not be rolled back by the book", record, ex);
        }
    }

    /** As {@link #complete(Result)}, and tells what becomes of the key where there is no answer. */
    Completion complete(Result result, ExecutionEvents events) {
        try {
            return complete(result);
        } catch (RuntimeException ex) {
            events.emit(freed ? Type.RELEASED : Type.STORE_ERROR);
            throw ex;
        }
    }

    /**
     * Completes in the transaction and commits.
     *
     * @return stored, or lost to a record that is there; what the action has written is then undone
     * @throws IdempotencyException if there is no authoritative answer now; a retry will find it, or run
     * @throws RuntimeException the transaction's own, if it was rolled back
     */
    private Completion complete(Result result) {
        StoreTransaction transaction = Objects.requireNonNull(open);
        if (cutShort) {
            throw abandoned(tooEarly());
        }
        Completion completion;
        try {
            completion = record.complete(transaction, result);
        } catch (RuntimeException ex) {
            throw abandoned(Refusals.rolledBack(ex));
        }
        if (completion instanceof Completion.Lost) {
            rollBack();
            return whoeverHasIt();
        }
        open = null;
        try {
            transaction.commit();
            return completion;
        } catch (RuntimeException ex) {
            return whatBecameOf(ex);
        }
    }

    /** The record knows: freeing it waits for a commit that is still on its way, and fails if that has happened. */
    private Completion whatBecameOf(RuntimeException commit) {
        IdempotencyRecord current;
        try {
            current = record.free();
        } catch (RuntimeException ex) {
            ex.addSuppressed(commit);
            log.warn("Whether the transaction of {} was committed will be known when its lease is over", record, ex);
            throw Refusals.inProgress(Refusals.SOON);
        }
        if (current == null) {
            undone = true;
            freed = true;
            throw commit;
        }
        if (record.isOwn(current) && current.state() == RecordState.COMPLETED) {
            log.warn("The transaction of {} was committed, although its commit failed", record, commit);
            return new Completion.Stored();
        }
        undone = true;
        return new Completion.Lost(current);
    }

    private Completion whoeverHasIt() {
        IdempotencyRecord current = record.free();
        if (current == null) {
            freed = true;
            throw Refusals.inProgress(Refusals.SOON);
        }
        return new Completion.Lost(current);
    }

    /**
     * @throws IllegalStateException on another thread than the action's, or while the action runs: what it had still to
     *     write would be missing, so that its execution fails in the end
     */
    void requireEndable() {
        if (open != null && owner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "The execution of " + record + " has a transaction: end it on the thread that ran its action");
        }
        if (running) {
            cutShort = true;
            throw tooEarly();
        }
    }

    private IllegalStateException tooEarly() {
        return new IllegalStateException("The answer of " + record + " outgrew max-result-size while its action was"
                + " running, and a joined transaction ends after its action: return the answer instead of writing it");
    }

    private RuntimeException abandoned(RuntimeException why) {
        rollBack();
        try {
            freed = undone && record.free() == null;
        } catch (RuntimeException ex) {
            why.addSuppressed(ex);
        }
        return why;
    }
}
