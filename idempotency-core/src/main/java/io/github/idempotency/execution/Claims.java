package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.UnreadableRecordException;

/** Makes the claims of calls, each as its policy says, and has the store's word on them decided. */
final class Claims {

    private final IdempotencyStore store;

    private final Flights flights;

    private final LeaseKeeper keeper;

    private final Decisions decisions;

    private final NearReplays near;

    Claims(IdempotencyStore store, EngineParts parts, Decisions decisions, NearReplays near) {
        this.store = store;
        this.flights = new Flights(store, parts.seats());
        this.keeper = parts.keeper();
        this.decisions = decisions;
        this.near = near;
    }

    Decision begin(IdempotentOperation operation) {
        CallEvents call = decisions.events(operation);
        Decision decision = null;
        try {
            decision = begin(call, operation);
            return decision;
        } finally {
            if (!(decision instanceof Execution)) {
                call.observed().end();
            }
        }
    }

    private Decision begin(CallEvents call, IdempotentOperation operation) {
        if (keeper.stillDue(operation.storeKey())) {
            call.emit(Type.IN_PROGRESS);
            throw Refusals.inProgress(Refusals.SOON);
        }
        Claim claim = near.claim(operation);
        if (claim != null) {
            return decisions.near(call, claim);
        }
        NearQuestion asked = near.asking();
        try {
            claim = claim(call);
        } catch (IdempotencyException ex) {
            throw ex;
        } catch (UnreadableRecordException ex) {
            throw decisions.answers(call).refuseRecord(ex);
        } catch (RuntimeException ex) {
            return decisions.withoutStore(call, ex);
        }
        if (!call.hasWaited()) {
            // What a caller who has waited is told may be older than his question.
            near.keep(operation, claim, asked);
        }
        return decisions.on(call, claim);
    }

    private Claim claim(CallEvents call) {
        IdempotentOperation operation = call.operation();
        try {
            return switch (operation.policy().onInProgress()) {
                case WAIT -> flights.claim(operation, call::waits);
                case ATTACH -> store.claim(operation.claimRequest().awaiting());
                case REJECT, ACCEPT -> store.claim(operation.claimRequest());
            };
        } finally {
            call.claimed();
        }
    }

    /** What has become of a call, as it is to be told at that instant; the store is an inspectable one. */
    Optional<OperationStatus> status(IdempotentOperation asked, Duration typical, Instant now) {
        InspectableIdempotencyStore inspectable = (InspectableIdempotencyStore) store;
        try {
            return inspectable
                    .find(asked.storeKey())
                    .map(record -> OperationStatus.of(record, decisions.answers(asked), asked.policy(), typical, now));
        } catch (UnreadableRecordException ex) {
            throw decisions.answers(asked).refuseRecord(ex);
        } catch (RuntimeException ex) {
            throw Refusals.storeUnavailable(ex);
        }
    }

    /** For a caller who wants to go on with an answer: what is acquired is given back. */
    Decision resume(IdempotentOperation operation) {
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
}
