package io.github.idempotency.execution;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.UnreadableRecordException;

/** What the store's word on a claim means for its call. */
final class Decisions {

    private static final Logger log = LoggerFactory.getLogger(IdempotentExecutor.class);

    private final IdempotencyStore store;

    private final LeaseKeeper keeper;

    private final TypicalDurations listener;

    private final ResultEnvelope envelope;

    private final Sequences sequences;

    Decisions(
            IdempotencyStore store,
            LeaseKeeper keeper,
            TypicalDurations listener,
            ResultEnvelope envelope,
            Sequences sequences) {
        this.store = store;
        this.keeper = keeper;
        this.listener = listener;
        this.envelope = envelope;
        this.sequences = sequences;
    }

    Decision on(IdempotentOperation operation, Claim claim) {
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
            if (isAttached(operation)) {
                emit(Type.ATTACHED, operation);
                IdempotencyRecord running = inProgress.record();
                return new Attachment(answers(operation).frames(running.token()), running.startedAt());
            }
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

    private boolean isAttached(IdempotentOperation operation) {
        return operation.policy().onInProgress() == InProgressPolicy.ATTACH && sequences.areKept();
    }

    /** The store could not be asked: refused, or run all the same. */
    Decision withoutStore(IdempotentOperation operation, RuntimeException cause) {
        emit(Type.STORE_ERROR, operation);
        if (operation.policy().onStoreFailure() == StoreFailurePolicy.REFUSE) {
            throw Refusals.storeUnavailable(cause);
        }
        log.warn("The idempotency store could not be asked about {}: it runs unprotected", operation, cause);
        emit(Type.FAIL_OPEN, operation);
        return new Unprotected();
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

    StoredAnswers answers(IdempotentOperation operation) {
        return new StoredAnswers(operation, envelope, sequences, listener);
    }

    void emit(Type type, IdempotentOperation operation) {
        listener.on(new IdempotencyEvent(type, operation.scope(), operation.storeKey(), null));
    }
}
