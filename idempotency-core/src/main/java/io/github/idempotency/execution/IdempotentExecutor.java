package io.github.idempotency.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

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

    private final Semaphore seats;

    private final Flights flights;

    private final LeaseKeeper keeper;

    /** Tells the listener, and learns from what it tells. */
    private final TypicalDurations listener;

    private final ResultEnvelope envelope;

    private final Sequences sequences;

    private final Decisions decisions;

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
                keeper,
                new TypicalDurations(IdempotencyListener.all(List.of(listener))),
                new Semaphore(maxWaiters),
                ResultEnvelope.NONE,
                new Sequences(store));
    }

    private IdempotentExecutor(
            IdempotencyStore store,
            LeaseKeeper keeper,
            TypicalDurations listener,
            Semaphore seats,
            ResultEnvelope envelope,
            Sequences sequences) {
        this.store = store;
        this.seats = seats;
        this.flights = new Flights(store, seats);
        this.keeper = keeper;
        this.listener = listener;
        this.envelope = envelope;
        this.sequences = sequences;
        this.decisions = new Decisions(store, keeper, listener, envelope, sequences);
    }

    /** This executor, but answers are kept in that envelope. */
    public IdempotentExecutor sealing(ResultEnvelope sealed) {
        return new IdempotentExecutor(store, keeper, listener, seats, sealed, sequences);
    }

    /**
     * An executor on another store, with this one's listener, envelope and a part in its bound on waiting callers. Its leases are
     * renewed on a thread of their own, and drained and closed with this one's keeper.
     */
    public IdempotentExecutor on(IdempotencyStore other) {
        return new IdempotentExecutor(other, keeper.beside(), listener, seats, envelope, new Sequences(other));
    }

    /** The same engine on the same keeper, which tells somebody else. */
    IdempotentExecutor telling(IdempotencyListener other) {
        return new IdempotentExecutor(store, keeper, new TypicalDurations(other), seats, envelope, sequences);
    }

    IdempotencyStore store() {
        return store;
    }

    IdempotencyListener listener() {
        return listener;
    }

    /**
     * Gives the first answer for the operation's key: the stored one, or the action's.
     *
     * @throws IdempotencyException if the call was refused
     * @throws X what the action throws; the key is then free again, or its outcome unknown if the work is irreversible
     */
    public <T extends @Nullable Object, X extends Throwable> T execute(
            IdempotentOperation operation, ResultCodec<T> codec, IdempotentAction<T, X> action) throws X {
        Decision decision = begin(operation);
        if (decision instanceof Replay replay) {
            return CodedAnswer.<T, X>decode(codec, replay);
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
            byte[] remembered = CodedAnswer.remembered(operation, codec, ex);
            if (remembered == null) {
                execution.fail();
                throw ex;
            }
            Optional<Replay> other = execution.complete(new Result(Outcome.FAILED, remembered));
            if (other.isPresent()) {
                return CodedAnswer.<T, X>decode(codec, other.get());
            }
            throw ex;
        }
        Replay other =
                execution.complete(CodedAnswer.encode(operation, codec, value)).orElse(null);
        return other == null ? value : CodedAnswer.<T, X>decode(codec, other);
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
        if (keeper.stillDue(operation.storeKey())) {
            decisions.emit(Type.IN_PROGRESS, operation);
            throw Refusals.inProgress(Refusals.SOON);
        }
        Claim claim;
        try {
            claim = switch (operation.policy().onInProgress()) {
                case WAIT -> flights.claim(operation, () -> decisions.emit(Type.WAITED, operation));
                case ATTACH -> store.claim(operation.claimRequest().awaiting());
                case REJECT, ACCEPT -> store.claim(operation.claimRequest());
            };
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (UnreadableRecordException ex) {
            throw decisions.answers(operation).refuseRecord(ex);
        } catch (RuntimeException ex) {
            return decisions.withoutStore(operation, ex);
        }
        return decisions.on(operation, claim);
    }

    /**
     * As {@link #begin}, for a caller who has a part of the first answer already: never runs anything.
     *
     * @throws IdempotencyException if the call was refused, also because there is no first answer
     */
    public Decision resume(IdempotentOperation operation) {
        Decision decision = begin(operation);
        if (decision instanceof Execution execution) {
            execution.release();
            throw Refusals.nothingToResume();
        }
        if (decision instanceof Unprotected) {
            throw Refusals.nothingToResume();
        }
        return decision;
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
     * @throws ClassCastException if the store is no {@link InspectableIdempotencyStore}
     */
    public Optional<OperationStatus> status(OperationId id, KeyScope within, IdempotencyPolicy policy, Instant now) {
        InspectableIdempotencyStore inspectable = (InspectableIdempotencyStore) store;
        IdempotentOperation asked = IdempotentOperation.of(within, id).with(policy);
        try {
            return inspectable
                    .find(asked.storeKey())
                    .map(record -> OperationStatus.of(
                            record, decisions.answers(asked), policy, listener.typicalOf(within.scope()), now));
        } catch (UnreadableRecordException ex) {
            throw decisions.answers(asked).refuseRecord(ex);
        } catch (RuntimeException ex) {
            throw Refusals.storeUnavailable(ex);
        }
    }
}
