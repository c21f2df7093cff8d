package io.github.idempotency.execution;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

/** The answers of one operation on their way into its record and back, and what is said of those that cannot be read. */
final class StoredAnswers {

    private static final Logger log = LoggerFactory.getLogger(StoredAnswers.class);

    private final IdempotentOperation operation;

    private final ResultEnvelope envelope;

    private final IdempotencyListener listener;

    StoredAnswers(IdempotentOperation operation, ResultEnvelope envelope, IdempotencyListener listener) {
        this.operation = operation;
        this.envelope = envelope;
        this.listener = listener;
    }

    /** What the store gets. The effect has happened, so an answer that cannot be sealed is not retained. */
    Result sealed(Result result) {
        byte[] answer = result.bytes();
        if (answer == null) {
            return result;
        }
        try {
            byte[] sealed = envelope.seal(operation.storeKey(), result, answer);
            return sealed == answer ? result : new Result(result.outcome(), sealed);
        } catch (RuntimeException ex) {
            log.warn("The answer of {} is given but not retained: it cannot be sealed", operation, Unworded.of(ex));
            return Result.notRetained(result.outcome());
        }
    }

    /** @throws IdempotencyException if it cannot be opened */
    byte[] opened(Result result, byte[] sealed) {
        try {
            return envelope.open(
                    operation.storeKey(), result, sealed, operation.policy().maxResultSize());
        } catch (RuntimeException ex) {
            throw refuseAnswer(ex);
        }
    }

    /** The refusal of a call whose record cannot be read. */
    IdempotencyException refuseRecord(UnreadableRecordException cause) {
        log.warn("{} is refused until its record is deleted: {}", operation, cause.getMessage());
        emit();
        return Refusals.unreadableRecord(cause);
    }

    /** The refusal of a call whose record is readable, but not the answer that it keeps. */
    IdempotencyException refuseAnswer(RuntimeException cause) {
        if (cause instanceof UnreadableRecordException) {
            log.warn("The stored answer of {} cannot be read: {}", operation, cause.getMessage());
        } else {
            // What goes wrong with an answer may quote it.
            log.warn("The stored answer of {} cannot be read", operation, Unworded.of(cause));
        }
        emit();
        return Refusals.unreadableAnswer(cause);
    }

    private void emit() {
        listener.on(new IdempotencyEvent(Type.UNREADABLE, operation.scope(), operation.storeKey(), null));
    }
}
