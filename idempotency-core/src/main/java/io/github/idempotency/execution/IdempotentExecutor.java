package io.github.idempotency.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
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

    private static final Logger log = LoggerFactory.getLogger(IdempotentExecutor.class);

    /** Half of what a servlet container has by default. */
    public static final int DEFAULT_MAX_WAITERS = 100;

    private final IdempotencyStore store;

    private final Semaphore seats;

    private final Flights flights;

    private final LeaseKeeper keeper;

    /** Tells the listener, and learns from what it tells. */
    private final TypicalDurations listener;

    private final ResultEnvelope envelope;

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
                ResultEnvelope.NONE);
    }

    private IdempotentExecutor(
            IdempotencyStore store,
            LeaseKeeper keeper,
            TypicalDurations listener,
            Semaphore seats,
            ResultEnvelope envelope) {
        this.store = store;
        this.seats = seats;
        this.flights = new Flights(store, seats);
        this.keeper = keeper;
        this.listener = listener;
        this.envelope = envelope;
    }

    /** This executor, but answers are kept in that envelope. */
    public IdempotentExecutor sealing(ResultEnvelope sealed) {
        return new IdempotentExecutor(store, keeper, listener, seats, sealed);
    }

    /**
     * An executor on another store, with this one's listener, envelope and a part in its bound on waiting callers. Its leases are
     * renewed on a thread of their own, and drained and closed with this one's keeper.
     */
    public IdempotentExecutor on(IdempotencyStore other) {
        return new IdempotentExecutor(other, keeper.beside(), listener, seats, envelope);
    }

    /** The same engine on the same keeper, which tells somebody else. */
    IdempotentExecutor telling(IdempotencyListener other) {
        return new IdempotentExecutor(store, keeper, new TypicalDurations(other), seats, envelope);
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
     * @return an {@link Execution} to run and end, or a {@link Replay} to give
     * @throws IdempotencyException if the call was refused
     */
    public Decision begin(IdempotentOperation operation) {
        if (keeper.stillDue(operation.storeKey())) {
            emit(Type.IN_PROGRESS, operation);
            throw Refusals.inProgress(Refusals.SOON);
        }
        Claim claim;
        try {
            claim = operation.policy().onInProgress() == InProgressPolicy.WAIT
                    ? flights.claim(operation, () -> emit(Type.WAITED, operation))
                    : store.claim(operation.claimRequest());
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (UnreadableRecordException ex) {
            throw answers(operation).refuseRecord(ex);
        } catch (RuntimeException ex) {
            return withoutStore(operation, ex);
        }
        return claim instanceof Claim.Unknown unknown
                ? reconcile(operation, unknown)
                : decide(operation, claim, Optional.empty());
    }

    /** Asks what happened; the answer takes effect by a claim that only the first of several askers can make. */
    private Decision reconcile(IdempotentOperation operation, Claim.Unknown unknown) {
        Reconciliation<?> found = Reconcilers.ask(operation, unknown.record());
        if (found instanceof Reconciliation.CannotTell) {
            return decide(operation, unknown, Optional.empty());
        }
        Claim claim;
        try {
            claim = store.claim(
                    operation.claimRequest().reconciled(unknown.record().token()));
        } catch (UnreadableRecordException ex) {
            throw answers(operation).refuseRecord(ex);
        } catch (RuntimeException ex) {
            emit(Type.STORE_ERROR, operation);
            throw Refusals.storeUnavailable(ex);
        }
        return decide(
                operation,
                claim,
                found instanceof Reconciliation.Happened<?> happened ? Optional.of(happened) : Optional.empty());
    }

    private Decision decide(IdempotentOperation operation, Claim claim, Optional<Reconciliation.Happened<?>> happened) {
        if (claim instanceof Claim.Acquired acquired) {
            emit(
                    happened.isPresent() ? Type.RECONCILED : acquired.takenOver() ? Type.TAKEN_OVER : Type.STARTED,
                    operation);
            return new Execution(store, operation, acquired, happened, keeper, answers(operation), listener);
        }
        if (claim instanceof Claim.Completed completed) {
            return replayed(operation, completed.record());
        }
        if (claim instanceof Claim.InProgress inProgress) {
            emit(Type.IN_PROGRESS, operation);
            throw Refusals.inProgress(inProgress, listener.typicalOf(operation.scope()));
        }
        if (claim instanceof Claim.Mismatch) {
            emit(Type.MISMATCH, operation);
            throw Refusals.mismatch();
        }
        emit(Type.UNKNOWN, operation);
        throw Refusals.outcomeUnknown();
    }

    private Decision withoutStore(IdempotentOperation operation, RuntimeException cause) {
        emit(Type.STORE_ERROR, operation);
        if (operation.policy().onStoreFailure() == StoreFailurePolicy.REFUSE) {
            throw Refusals.storeUnavailable(cause);
        }
        log.warn("The idempotency store could not be asked about {}: it runs unprotected", operation, cause);
        emit(Type.FAIL_OPEN, operation);
        return new Unprotected();
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
                            record, answers(asked), policy, listener.typicalOf(within.scope()), now));
        } catch (UnreadableRecordException ex) {
            throw answers(asked).refuseRecord(ex);
        } catch (RuntimeException ex) {
            throw Refusals.storeUnavailable(ex);
        }
    }

    private Replay replayed(IdempotentOperation operation, IdempotencyRecord record) {
        boolean retained = record.result() != null && record.result().retained();
        if (!retained) {
            emit(Type.GONE, operation);
        }
        Replay replay = Replay.of(record, answers(operation));
        emit(Type.REPLAYED, operation);
        return replay;
    }

    private StoredAnswers answers(IdempotentOperation operation) {
        return new StoredAnswers(operation, envelope, listener);
    }

    private void emit(Type type, IdempotentOperation operation) {
        listener.on(new IdempotencyEvent(type, operation.scope(), operation.storeKey(), null));
    }
}
