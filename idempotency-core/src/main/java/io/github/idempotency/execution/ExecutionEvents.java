package io.github.idempotency.execution;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Stored;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Result;

/** Tells the log and the listener what becomes of one execution. Thread-safe. */
final class ExecutionEvents {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final IdempotentOperation operation;

    private final IdempotencyContext context;

    private final Instant startedAt;

    private final CallEvents call;

    private final AtomicBoolean ended = new AtomicBoolean();

    private final AtomicBoolean lostTold = new AtomicBoolean();

    /** @param startedAt when the claim was made, by the store's clock */
    ExecutionEvents(IdempotencyContext context, Instant startedAt, CallEvents call) {
        this.operation = context.operation();
        this.context = context;
        this.startedAt = startedAt;
        this.call = call;
    }

    /** False if it has ended before. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** How it has ended. */
    void emit(Type type) {
        emit(type, null, null);
        closeEnded();
    }

    /** The result is the authoritative one. */
    void stored(Result kept) {
        byte[] answer = kept.bytes();
        Type type = kept.retained() ? Type.COMPLETED : Type.NOT_RETAINED;
        emit(
                type,
                new Stored(kept.outcome(), answer == null ? -1 : answer.length),
                context.costs().charged().orNull());
        closeEnded();
    }

    private void emit(Type type, @Nullable Stored stored, @Nullable CostSum charged) {
        Attempt attempt = new Attempt(context.fencingToken(), context.attempt(), startedAt);
        call.tell(new IdempotencyEvent(
                type,
                operation.scope(),
                operation.layer(),
                operation.storeKey(),
                attempt,
                null,
                null,
                context.age(),
                stored,
                charged,
                null));
    }

    /** Once, however often it is noticed. */
    void lost() {
        if (lostTold.compareAndSet(false, true)) {
            context.loseLease();
            emit(Type.LOST, null, null);
        }
        closeEnded();
    }

    /** Nobody will ever end it. */
    void abandoned() {
        call.observed().end();
    }

    void storeError(String verb, RuntimeException cause) {
        log.warn("The idempotency store could not {} {}", verb, operation, cause);
        emit(Type.STORE_ERROR, null, null);
        closeEnded();
    }

    private void closeEnded() {
        if (ended.get()) {
            call.observed().end();
        }
    }

    void tooLate(IdempotencyException refusal) {
        log.debug("A result of {} that was due came too late", operation, refusal);
    }
}
