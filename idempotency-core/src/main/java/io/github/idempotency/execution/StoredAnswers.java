package io.github.idempotency.execution;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.UnreadableRecordException;

/** What one operation's record should tell, and cannot: says so to the log, to the listener and to the caller. */
final class StoredAnswers {

    private static final Logger log = LoggerFactory.getLogger(StoredAnswers.class);

    private final IdempotentOperation operation;

    private final IdempotencyListener listener;

    StoredAnswers(IdempotentOperation operation, IdempotencyListener listener) {
        this.operation = operation;
        this.listener = listener;
    }

    /** The refusal of a call whose record cannot be read. */
    IdempotencyException refuse(UnreadableRecordException cause) {
        log.warn("{} is refused until its record is deleted: {}", operation, cause.getMessage());
        emit();
        return Refusals.unreadableRecord(cause);
    }

    /** The refusal of a call whose record is readable, but not the answer that it keeps. */
    IdempotencyException refuse(RuntimeException cause) {
        // What goes wrong with an answer may quote it.
        log.warn("The stored answer of {} cannot be read", operation, Unworded.of(cause));
        emit();
        return Refusals.unreadableAnswer(cause);
    }

    private void emit() {
        listener.on(new IdempotencyEvent(Type.UNREADABLE, operation.scope(), operation.storeKey(), null));
    }
}
