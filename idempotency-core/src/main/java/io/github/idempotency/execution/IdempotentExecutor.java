package io.github.idempotency.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.store.IdempotencyStore;

/**
 * The state machine of a guarded call, and the programmatic twin of {@code @Idempotent}. It needs a store and nothing
 * else:
 *
 * <pre>{@code
 * var executor = new IdempotentExecutor(new InMemoryIdempotencyStore());
 * var operation = IdempotentOperation.of(new KeyScope("shop", "invoice", tenant), orderId);
 * String number = executor.execute(operation, ResultCodec.UTF_8, () -> invoices.create(orderId));
 * }</pre>
 *
 * <ol>
 *   <li>The key is claimed in one atomic step.
 *   <li>Acquired: the action runs under a lease that is renewed, and its result is stored before the caller sees it.
 *   <li>Completed: the stored result is given; the action does not run.
 *   <li>Anything else, an unreachable store included: {@link IdempotencyException}; the action does not run.
 * </ol>
 *
 * Thread-safe.
 */
public final class IdempotentExecutor {

    /** Half of what a servlet container has by default. */
    public static final int DEFAULT_MAX_WAITERS = 100;

    private final IdempotencyStore store;

    private final EngineParts parts;

    private final Sequences sequences;

    private final Decisions decisions;

    private final Claims claims;

    /** An executor with its own lease keeper and no listener. */
    public IdempotentExecutor(IdempotencyStore store) {
        this(store, new LeaseKeeper(), IdempotencyListener.NO_OP);
    }

    public IdempotentExecutor(IdempotencyStore store, LeaseKeeper keeper, IdempotencyListener listener) {
        this(store, keeper, listener, DEFAULT_MAX_WAITERS);
    }

    /** @param maxWaiters how many callers may wait at a time, each with its thread; others are refused at once */
    public IdempotentExecutor(
            IdempotencyStore store, LeaseKeeper keeper, IdempotencyListener listener, int maxWaiters) {
        this(
                store,
                new EngineParts(
                        keeper,
                        new TypicalDurations(IdempotencyListener.all(List.of(listener))),
                        new Semaphore(maxWaiters),
                        Bookkeeping.NONE,
                        NearRecords.NONE),
                new Sequences(store));
    }

    private IdempotentExecutor(IdempotencyStore store, EngineParts parts, Sequences sequences) {
        this.store = store;
        this.parts = parts;
        this.sequences = sequences;
        NearReplays near = new NearReplays(store, parts.near());
        this.decisions = new Decisions(store, parts, sequences, near);
        this.claims = new Claims(store, parts, decisions, near);
    }

    /** This executor, but answers are kept in that envelope. */
    public IdempotentExecutor sealing(ResultEnvelope sealed) {
        return new IdempotentExecutor(store, parts.with(parts.books().sealing(sealed)), sequences);
    }

    /** This executor, but costs are priced by these prices and written down in that ledger. */
    public IdempotentExecutor charging(CostPrices prices, CostLedger ledger) {
        return new IdempotentExecutor(store, parts.with(parts.books().charging(prices, ledger)), sequences);
    }

    /** This executor, but retries are answered from those copies where there is one. */
    public IdempotentExecutor near(NearRecords copies) {
        return new IdempotentExecutor(store, parts.near(copies), sequences);
    }

    /**
     * An executor on another store, with this one's listener, envelope, ledger, copies and a part in its bound on waiting
     * callers. Its leases are renewed on a thread of their own, and drained and closed with this one's keeper.
     */
    public IdempotentExecutor on(IdempotencyStore other) {
        return new IdempotentExecutor(other, parts.beside(), new Sequences(other));
    }

    /** The same engine on the same keeper, which tells somebody else. */
    IdempotentExecutor telling(IdempotencyListener other) {
        return new IdempotentExecutor(store, parts.telling(other), sequences);
    }

    IdempotencyStore store() {
        return store;
    }

    IdempotencyListener listener() {
        return parts.listener();
    }

    /**
     * Gives the first answer for the operation's key: the stored one, or the action's.
     *
     * @throws IdempotencyException if the call was refused
     * @throws X what the action throws; the key is then free again, or its outcome unknown if the work is irreversible
     */
    public <T extends @Nullable Object, X extends Throwable> T execute(
            IdempotentOperation operation, ResultCodec<T> codec, IdempotentAction<T, X> action) throws X {
        CodedEnd<T> end = new CodedEnd<>(operation, codec);
        Decision decision = begin(operation);
        if (decision instanceof Replay replay) {
            return end.<X>replayed(replay);
        }
        if (decision instanceof Attachment) {
            throw Refusals.inProgress(Refusals.SOON);
        }
        if (decision instanceof Unprotected) {
            return action.run();
        }
        Execution execution = (Execution) decision;
        T value;
        try {
            value = execution.call(action);
        } catch (Throwable ex) {
            return end.<X>threw(execution, ex);
        }
        return end.<X>returned(execution, value);
    }

    /**
     * As {@link #execute}, for an action that answers later: the execution ends when its stage does. The key is claimed
     * and the action started on this thread, which waits for the store, and for a running call where the policy says so;
     * the answer is stored on another one, unless it is there when the action returns.
     *
     * <p>Cancelling the returned future is dealt with as {@link IdempotencyPolicy#onCancel()} says. Completing it, as
     * {@code orTimeout} does, changes only what its holder sees.
     *
     * @return completes with the answer, which is stored by then; or exceptionally, and not as an exception of this
     *     method: with an {@link IdempotencyException} if the call was refused, or with what the action threw or its
     *     stage ended with, not wrapped. A null stage is such a failure
     * @throws IllegalArgumentException if the policy is transactional: a transaction belongs to one thread
     */
    public <T extends @Nullable Object> CompletableFuture<T> executeAsync(
            IdempotentOperation operation,
            ResultCodec<T> codec,
            IdempotentAction<? extends @Nullable CompletionStage<T>, ?> action) {
        AsyncCall<T> call = new AsyncCall<>(this, operation, codec, action, EndingThreads.own());
        call.begin();
        return call.answer();
    }

    /**
     * As {@link #executeAsync(IdempotentOperation, ResultCodec, IdempotentAction)}, for a thread that must not wait: the
     * key is claimed and the action started on the threads of an executor. Not so its end, which duplicates may be waiting
     * for on all of them.
     *
     * @param blocking runs the claim; if it takes no more calls, the future fails with what it throws
     */
    public <T extends @Nullable Object> CompletableFuture<T> executeAsync(
            IdempotentOperation operation,
            ResultCodec<T> codec,
            IdempotentAction<? extends @Nullable CompletionStage<T>, ?> action,
            Executor blocking) {
        AsyncCall<T> call = new AsyncCall<>(this, operation, codec, action, EndingThreads.own());
        try {
            blocking.execute(call::begin);
        } catch (RejectedExecutionException ex) {
            call.answer().completeExceptionally(ex);
        }
        return call.answer();
    }

    /**
     * Claims the operation's key and leaves running and ending to the caller: for work whose answer is known elsewhere
     * than where it runs.
     *
     * @return an {@link Execution} to run and end, or a {@link Replay} to give, or an {@link Attachment} to the first
     *     call
     * @throws IdempotencyException if the call was refused
     */
    public Decision begin(IdempotentOperation operation) {
        return claims.begin(operation);
    }

    /**
     * As {@link #begin}, for a caller who has a part of the first answer already: never runs anything.
     *
     * @throws IdempotencyException if the call was refused, also because there is no first answer
     */
    public Decision resume(IdempotentOperation operation) {
        return claims.resume(operation);
    }

    /** Records an answer that is given bit by bit; empty if the store keeps no sequences. */
    public Optional<FrameRecorder> recorder(Execution execution) {
        return sequences.areKept()
                ? Optional.of(new FrameRecorder(
                        execution, decisions.answers(execution.context().operation()), sequences))
                : Optional.empty();
    }

    /**
     * What has become of a call; changes nothing and counts as no replay.
     *
     * @param within the scope it belongs to, and who asks: of anybody else's call there is nothing
     * @param policy how the operation is guarded
     * @param now this node's clock, by which a lease is called over that nobody has taken notice of
     * @throws IdempotencyException if the store could not be asked
     * @throws ClassCastException if the store is no {@link io.github.idempotency.store.InspectableIdempotencyStore}
     */
    public Optional<OperationStatus> status(OperationId id, KeyScope within, IdempotencyPolicy policy, Instant now) {
        return claims.status(
                IdempotentOperation.of(within, id).with(policy),
                parts.listener().typicalOf(within.scope()),
                now);
    }
}
