package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/**
 * A claim that its holder owns: run the action, then end it exactly once with {@link #complete}, {@link #fail} or
 * {@link #release}. Until then its lease is renewed. May be ended on another thread than it began on.
 */
public final class Execution implements Decision {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final OwnedRecord record;

    private final IdempotentOperation operation;

    private final IdempotencyListener listener;

    private final Claim.Acquired claim;

    private final IdempotencyContext context;

    /** What is known already of what the action would do; empty if it has to run. */
    private final Optional<Reconciliation.Happened<?>> happened;

    private final LeaseKeeper keeper;

    private final Runnable stopVisits;

    private final long startedNanos = System.nanoTime();

    private final AtomicBoolean ended = new AtomicBoolean();

    /** The thread that runs the action, or ran it. */
    private volatile @Nullable Thread runner;

    /** A result that the store has not taken yet. */
    private final AtomicReference<@Nullable Result> due = new AtomicReference<>();

    Execution(
            IdempotencyStore store,
            IdempotentOperation operation,
            Claim.Acquired claim,
            Optional<Reconciliation.Happened<?>> happened,
            LeaseKeeper keeper,
            IdempotencyListener listener) {
        this.record = new OwnedRecord(store, operation, claim.token());
        this.operation = operation;
        this.claim = claim;
        this.happened = happened;
        this.listener = listener;
        this.keeper = keeper;
        this.context = new IdempotencyContext(operation, claim.token(), claim.attempt());
        this.stopVisits = keeper.keep(this);
    }

    StoreKey storeKey() {
        return operation.storeKey();
    }

    /** What the action sees as {@link IdempotencyContext#current()}. */
    public IdempotencyContext context() {
        return context;
    }

    /** How this execution is guarded. */
    public IdempotencyPolicy policy() {
        return operation.policy();
    }

    /** Whether reconciliation has shown that the action happened in an earlier attempt. */
    boolean reconciled() {
        return happened.isPresent();
    }

    /** When the claim was made, by the store's clock. */
    public Instant startedAt() {
        return claim.startedAt();
    }

    /**
     * Runs the action inside the execution's context, on this thread. Does not end the execution. If reconciliation has
     * shown that the action happened in an earlier attempt, it does not run, and what it returned then is returned.
     */
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object, X extends Throwable> T call(IdempotentAction<T, X> action) throws X {
        runner = Thread.currentThread();
        return happened.isPresent() ? (T) happened.get().value() : context.call(action);
    }

    /**
     * Stores the result; call it before anybody sees the answer. If the store cannot be told, the answer may be given
     * nevertheless: the result is stored later, and the key stays claimed meanwhile.
     *
     * @return empty if the result is the authoritative one; otherwise the answer to give instead of it
     * @throws IdempotencyException if the claim was lost and there is no authoritative answer yet
     */
    public Optional<Replay> complete(Result result) {
        end();
        Result kept = bounded(result);
        try {
            return landed(kept, record.complete(kept));
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (RuntimeException ex) {
            storeError("complete", ex);
            // In this order: a visit that lands the result at once must find what it has to forget.
            keeper.remember(this);
            due.set(kept);
            return Optional.empty();
        }
    }

    /** Ends a failed execution: repeatable work is free again, of irreversible work the outcome is unknown. */
    public void fail() {
        give(mayRunAgain());
    }

    /**
     * Ends an execution that is known to have had no effect: the key is free again. Not so if reconciliation has shown
     * the effect of an earlier attempt: the outcome is then unknown again.
     */
    public void release() {
        give(happened.isEmpty());
    }

    private boolean mayRunAgain() {
        return policy().effect() == Effect.REPEATABLE && happened.isEmpty();
    }

    private void give(boolean free) {
        end();
        stopVisits.run();
        try {
            if (free ? record.release() : record.markUnknown()) {
                emit(free ? Type.RELEASED : Type.LEFT_UNKNOWN);
            } else {
                lose();
            }
        } catch (RuntimeException ex) {
            storeError(free ? "release" : "mark as unknown", ex);
        }
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("The execution of " + operation + " has been ended before");
        }
    }

    private Result bounded(Result result) {
        byte[] bytes = result.bytes();
        if (bytes != null && bytes.length > policy().maxResultSize()) {
            log.warn("The answer of {} has {} bytes, more than is kept: it is not retained", operation, bytes.length);
            return Result.notRetained(result.outcome());
        }
        return result;
    }

    /**
     * The keeper's visit: bring a result that is still due, or renew. A failed visit is repeated by the next one. A
     * thread that is gone without having ended its execution never will, so its claim is left to its lease.
     */
    void visit() {
        Result late = due.get();
        Thread running = runner;
        if (late == null && running != null && !running.isAlive()) {
            stopVisits.run();
            return;
        }
        try {
            if (late != null) {
                Completion completion = record.complete(late);
                if (due.compareAndSet(late, null)) {
                    landed(late, completion);
                }
            } else if (!record.renew() && !ended.get()) {
                stopVisits.run();
                lose();
            }
        } catch (IdempotencyException ex) {
            log.debug("A result of {} that was due came too late", operation, ex);
        } catch (RuntimeException ex) {
            storeError(late == null ? "renew" : "complete", ex);
        }
    }

    /** The process is about to stop. An action that still runs will find its claim lost. */
    void giveUp() {
        if (due.get() != null) {
            visit();
        } else if (mayRunAgain() && !ended.get()) {
            stopVisits.run();
            try {
                record.release();
                lose();
            } catch (RuntimeException ex) {
                storeError("release", ex);
            }
        }
    }

    private Optional<Replay> landed(Result kept, Completion completion) {
        stopVisits.run();
        if (completion instanceof Completion.Lost lost) {
            lose();
            return Replay.insteadOf(lost.current());
        }
        emit(kept.retained() ? Type.COMPLETED : Type.NOT_RETAINED);
        return Optional.empty();
    }

    private void lose() {
        if (!context.leaseLost()) {
            context.loseLease();
            emit(Type.LOST);
        }
    }

    private void storeError(String verb, RuntimeException cause) {
        log.warn("The idempotency store could not {} {}", verb, operation, cause);
        emit(Type.STORE_ERROR);
    }

    private void emit(Type type) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        listener.on(new IdempotencyEvent(type, operation.scope(), operation.storeKey(), elapsed));
    }
}
