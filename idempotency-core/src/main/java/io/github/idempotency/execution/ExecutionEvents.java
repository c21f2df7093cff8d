package io.github.idempotency.execution;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;

/** Tells the log and the listener what becomes of one execution. Thread-safe. */
final class ExecutionEvents {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final IdempotentOperation operation;

    private final IdempotencyListener listener;

    private final long startedNanos = System.nanoTime();

    ExecutionEvents(IdempotentOperation operation, IdempotencyListener listener) {
        this.operation = operation;
        this.listener = listener;
    }

    void emit(Type type) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        listener.on(new IdempotencyEvent(type, operation.scope(), operation.storeKey(), elapsed));
    }

    /** Once, however often it is noticed. */
    void lost(IdempotencyContext context) {
        if (!context.leaseLost()) {
            context.loseLease();
            emit(Type.LOST);
        }
    }

    void storeError(String verb, RuntimeException cause) {
        log.warn("The idempotency store could not {} {}", verb, operation, cause);
        emit(Type.STORE_ERROR);
    }

    void tooLate(IdempotencyException refusal) {
        log.debug("A result of {} that was due came too late", operation, refusal);
    }
}
