package io.github.idempotency.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;

/**
 * A claim that its holder owns: run the action, then end it exactly once with {@link #complete}, {@link #fail} or
 * {@link #release}. Until then its lease is renewed. May be ended on another thread than it began on.
 */
public final class Execution implements Decision {

    private final OwnedRecord record;

    private final JoinedTransaction joined;

    private final ExecutionEvents events;

    private final StoredAnswers answers;

    private final Claim.Acquired claim;

    private final IdempotencyContext context;

    private final ActionRun run;

    private final LeaseKeeper keeper;

    private final Runnable stopVisits;

    /** A result that the store has not taken yet. */
    private final AtomicReference<@Nullable Result> due = new AtomicReference<>();

    Execution(
            IdempotencyStore store,
            CallEvents call,
            Claim.Acquired claim,
            Optional<Reconciliation.Happened<?>> happened,
            LeaseKeeper keeper,
            StoredAnswers answers,
            Bookkeeping books) {
        ExecutionCosts costs = new ExecutionCosts(call, claim, books, store, keeper.charges());
        this.record = new OwnedRecord(call.operation(), claim.token(), costs.charging());
        this.joined = new JoinedTransaction(store, record);
        this.claim = claim;
        this.answers = answers;
        this.keeper = keeper;
        this.context = new IdempotencyContext(call.operation(), claim, call.observed(), costs);
        this.events = new ExecutionEvents(context, claim.startedAt(), call);
        this.run = new ActionRun(context, policy(), joined, happened);
        this.stopVisits = keeper.keep(this);
    }

    /** What the action sees as {@link IdempotencyContext#current()}. */
    public IdempotencyContext context() {
        return context;
    }

    /** How this execution is guarded. */
    public IdempotencyPolicy policy() {
        return context.operation().policy();
    }

    /** Whether reconciliation has shown that the action happened in an earlier attempt. */
    boolean reconciled() {
        return run.happenedBefore();
    }

    /** When the claim was made, by the store's clock. */
    public Instant startedAt() {
        return claim.startedAt();
    }

    /** When the store forgets the answer, by its clock; empty unless it has been stored and the store has told. */
    public Optional<Instant> expiresAt() {
        return record.expiresAt();
    }

    /**
     * Runs the action inside the execution's context, on this thread. Does not end the execution. If reconciliation has
     * shown that the action happened in an earlier attempt, it does not run, and what it returned then is returned.
     *
     * <p>With {@link IdempotencyPolicy#transactional()} it runs in a transaction that {@link #complete} commits, on this
     * thread and together with the result. An action that throws is rolled back at once: what is completed then is the
     * answer of a call that has written nothing.
     */
    public <T extends @Nullable Object, X extends Throwable> T call(IdempotentAction<T, X> action) throws X {
        return run.call(action);
    }

    /** Tells that the execution goes on when the thread that ran the action is gone: it will be ended on another one. */
    public void continueElsewhere() {
        run.continueElsewhere();
    }

    /** The caller has gone: unless ended within {@link IdempotencyPolicy#drainTimeout()}, that runs, and ends it. */
    public void unheard(Runnable onTimeout) {
        keeper.bound(this, onTimeout);
    }

    /**
     * Stores the result; call it before anybody sees the answer. If the store cannot be told, the answer may be given
     * nevertheless: the result is stored later, and the key stays claimed meanwhile. Not so in a joined transaction, in
     * which the effect happens with the result or not at all.
     *
     * @return empty if the result is the authoritative one; otherwise the answer to give instead of it
     * @throws IdempotencyException if the claim was lost and there is no authoritative answer yet, or the transaction
     *     was rolled back because the store could not be told
     * @throws RuntimeException a joined transaction's own, if it could not be committed
     */
    public Optional<Replay> complete(Result result) {
        end();
        Result kept = context.costs().with(answers.sealed(record.bounded(result)));
        if (joined.isOpen()) {
            try {
                return landed(kept, joined.complete(kept, events));
            } finally {
                stopVisits.run();
            }
        }
        try {
            return landed(kept, record.complete(kept));
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (RuntimeException ex) {
            events.storeError("complete", ex);
            // In this order: a visit that lands the result at once must find what it has to forget.
            keeper.remember(this);
            due.set(kept);
            return Optional.empty();
        }
    }

    /**
     * Ends a failed execution: repeatable work is free again, and so is work that a joined transaction has undone or
     * whose exception is known to precede its effect. Of other irreversible work the outcome is unknown.
     */
    public void fail() {
        give(run::mayBeRepeated);
    }

    /**
     * Ends an execution that is known to have had no effect: the key is free again. Not so if reconciliation has shown
     * the effect of an earlier attempt: the outcome is then unknown again.
     */
    public void release() {
        give(() -> !run.happenedBefore());
    }

    private void give(BooleanSupplier mayBeFree) {
        end();
        joined.rollBack();
        boolean free = mayBeFree.getAsBoolean();
        stopVisits.run();
        try {
            boolean freed = free && (joined.undone() ? record.free() == null : record.release());
            if (free ? freed : record.markUnknown()) {
                events.emit(free ? Type.RELEASED : Type.LEFT_UNKNOWN);
            } else {
                events.lost();
            }
        } catch (RuntimeException ex) {
            events.storeError(free ? "release" : "mark as unknown", ex);
        }
    }

    /** Whether it has been ended, be it that the store took no notice. */
    public boolean hasEnded() {
        return events.hasEnded();
    }

    private void end() {
        joined.requireEndable();
        if (!events.end()) {
            throw new IllegalStateException("The execution of " + context.operation() + " has been ended before");
        }
    }

    /**
     * The keeper's visit: bring a result that is still due, or renew. A failed visit is repeated by the next one. A
     * thread that is gone without having ended its execution never will, so its claim is left to its lease.
     */
    void visit() {
        Result late = due.get();
        if (late == null && run.abandoned()) {
            stopVisits.run();
            events.abandoned();
            return;
        }
        if (late == null && events.hasEnded()) {
            // A renewal would wait for the transaction that ends the claim, and the other claims for the renewal.
            return;
        }
        try {
            if (late != null) {
                Completion completion = record.complete(late);
                if (due.compareAndSet(late, null)) {
                    landed(late, completion);
                }
            } else if (record.renew()) {
                events.renewed();
            } else if (!events.hasEnded()) {
                stopVisits.run();
                events.lost();
            }
        } catch (IdempotencyException ex) {
            events.tooLate(ex);
        } catch (RuntimeException ex) {
            events.storeError(late == null ? "renew" : "complete", ex);
        }
    }

    /** The process is about to stop. An action that still runs will find its claim lost. */
    void giveUp() {
        if (due.get() != null) {
            visit();
        } else if (run.mayBeRepeated() && !events.hasEnded()) {
            stopVisits.run();
            try {
                if (record.release() || !events.hasEnded()) {
                    events.lost();
                }
            } catch (RuntimeException ex) {
                events.storeError("release", ex);
            }
        }
    }

    private Optional<Replay> landed(Result kept, Completion completion) {
        stopVisits.run();
        if (completion instanceof Completion.Lost lost) {
            events.lost();
            return Replay.insteadOf(lost.current(), answers);
        }
        events.stored(kept);
        record.landed(kept, completion);
        return Optional.empty();
    }
}
