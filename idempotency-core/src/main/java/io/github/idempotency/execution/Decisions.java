package io.github.idempotency.execution;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.UnreadableRecordException;

/** What the store's word on a claim means for its call. */
final class Decisions {

    private static final Logger log = LoggerFactory.getLogger(IdempotentExecutor.class);

    private final IdempotencyStore store;

    private final EngineParts parts;

    private final Sequences sequences;

    private final NearReplays near;

    private final OwedCharges owed;

    Decisions(IdempotencyStore store, EngineParts parts, Sequences sequences, NearReplays near) {
        this.store = store;
        this.parts = parts;
        this.sequences = sequences;
        this.near = near;
        this.owed =
                new OwedCharges(store, parts.books().ledger(), parts.keeper().charges());
    }

    /** On the word of a copy. */
    Decision near(CallEvents call, Claim claim) {
        return claim instanceof Claim.Completed completed
                ? replayed(call, completed.record(), Type.NEAR_REPLAYED)
                : decide(call, claim, Optional.empty());
    }

    Decision on(CallEvents call, Claim claim) {
        return claim instanceof Claim.Unknown unknown
                ? reconcile(call, unknown)
                : decide(call, claim, Optional.empty());
    }

    /** Asks what happened; the answer takes effect by a claim that only the first of several askers can make. */
    private Decision reconcile(CallEvents call, Claim.Unknown unknown) {
        IdempotentOperation operation = call.operation();
        Reconciliation<?> found = Reconcilers.ask(operation, unknown.record());
        if (found instanceof Reconciliation.CannotTell) {
            return decide(call, unknown, Optional.empty());
        }
        Claim claim;
        try {
            claim = store.claim(
                    operation.claimRequest().reconciled(unknown.record().token()));
        } catch (UnreadableRecordException ex) {
            throw answers(call).refuseRecord(ex);
        } catch (RuntimeException ex) {
            call.emit(Type.STORE_ERROR);
            throw Refusals.storeUnavailable(ex);
        }
        return decide(
                call,
                claim,
                found instanceof Reconciliation.Happened<?> happened ? Optional.of(happened) : Optional.empty());
    }

    private Decision decide(CallEvents call, Claim claim, Optional<Reconciliation.Happened<?>> happened) {
        if (claim instanceof Claim.Acquired acquired) {
            call.emit(
                    happened.isPresent() ? Type.RECONCILED : acquired.takenOver() ? Type.TAKEN_OVER : Type.STARTED,
                    new Attempt(acquired.token(), acquired.attempt(), acquired.startedAt()));
            return new Execution(store, call, acquired, happened, parts.keeper(), answers(call), parts.books());
        }
        if (claim instanceof Claim.Completed completed) {
            return replayed(call, completed.record(), Type.REPLAYED);
        }
        if (claim instanceof Claim.InProgress inProgress) {
            if (isAttached(call.operation())) {
                IdempotencyRecord running = inProgress.record();
                call.emit(Type.ATTACHED, running);
                return new Attachment(answers(call).frames(running.token()), running.startedAt());
            }
            call.emit(Type.IN_PROGRESS, inProgress.record());
            throw Refusals.inProgress(
                    inProgress, parts.listener().typicalOf(call.operation().scope()));
        }
        if (claim instanceof Claim.Mismatch mismatch) {
            call.emit(Type.MISMATCH, mismatch.record());
            throw Refusals.mismatch();
        }
        call.emit(Type.UNKNOWN, ((Claim.Unknown) claim).record());
        throw Refusals.outcomeUnknown();
    }

    private boolean isAttached(IdempotentOperation operation) {
        return operation.policy().onInProgress() == InProgressPolicy.ATTACH && sequences.areKept();
    }

    /** The store could not be asked: refused, or run all the same. */
    Decision withoutStore(CallEvents call, RuntimeException cause) {
        IdempotentOperation operation = call.operation();
        call.emit(Type.STORE_ERROR);
        if (operation.policy().onStoreFailure() == StoreFailurePolicy.REFUSE) {
            throw Refusals.storeUnavailable(cause);
        }
        log.warn("The idempotency store could not be asked about {}: it runs unprotected", operation, cause);
        call.emit(Type.FAIL_OPEN);
        return new Unprotected();
    }

    private Replay replayed(CallEvents call, IdempotencyRecord record, Type how) {
        if (how == Type.REPLAYED) {
            owed.charge(call.operation(), record);
        }
        boolean retained = record.result() != null && record.result().retained();
        if (!retained) {
            call.emit(Type.GONE, record);
        }
        Replay replay = Replay.of(record, answers(call));
        call.replayed(how, record);
        return replay;
    }

    CallEvents events(IdempotentOperation operation) {
        return new CallEvents(operation, parts.listener());
    }

    StoredAnswers answers(CallEvents call) {
        return answers(call.operation(), call::tell);
    }

    StoredAnswers answers(IdempotentOperation operation) {
        return answers(operation, parts.listener());
    }

    private StoredAnswers answers(IdempotentOperation operation, IdempotencyListener told) {
        return new StoredAnswers(operation, parts.books().envelope(), sequences, near, told);
    }
}
