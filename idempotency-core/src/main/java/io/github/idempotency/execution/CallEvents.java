package io.github.idempotency.execution;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;

/** Tells the listener what is decided about one call, and what follows from it. */
final class CallEvents {

    private final IdempotentOperation operation;

    private final IdempotencyListener listener;

    private final ObservedCall observed;

    private final long askedNanos = System.nanoTime();

    private long waitingNanos;

    private @Nullable Duration claimed;

    private @Nullable Duration waited;

    CallEvents(IdempotentOperation operation, IdempotencyListener listener) {
        this.operation = operation;
        this.listener = listener;
        this.observed = listener.observe(operation);
    }

    IdempotentOperation operation() {
        return operation;
    }

    ObservedCall observed() {
        return observed;
    }

    void tell(IdempotencyEvent event) {
        listener.on(event);
        observed.on(event);
    }

    /** The call begins to wait for another. */
    void waits() {
        waitingNanos = System.nanoTime();
        emit(Type.WAITED);
    }

    boolean hasWaited() {
        return waitingNanos != 0;
    }

    /** The store has answered, or failed to. The next event says how long that took. */
    void claimed() {
        long now = System.nanoTime();
        if (waitingNanos != 0) {
            waited = Duration.ofNanos(now - waitingNanos);
            now = waitingNanos;
        }
        claimed = Duration.ofNanos(now - askedNanos);
    }

    void emit(Type type) {
        emit(type, (Attempt) null);
    }

    /** An event about the execution that stands in the way, or that the answer is of. */
    void emit(Type type, IdempotencyRecord record) {
        emit(type, new Attempt(record.token(), record.attempt(), record.startedAt()));
    }

    /** The answer of an earlier execution is given, and its cost saved: also by a call that this one is a part of. */
    void replayed(Type how, IdempotencyRecord record) {
        Particulars original = Particulars.of(record.result());
        IdempotencyContext.find().ifPresent(outer -> outer.costs().addWithin(original.total()));
        emit(
                how,
                new Attempt(record.token(), record.attempt(), record.startedAt()),
                original.total().orNull(),
                original.trace());
    }

    void emit(Type type, @Nullable Attempt attempt) {
        emit(type, attempt, null, null);
    }

    /** The running execution has a cost. */
    void spent(Attempt attempt, CostSum cost) {
        tell(new IdempotencyEvent(
                Type.SPENT,
                operation.scope(),
                operation.layer(),
                operation.storeKey(),
                attempt,
                null,
                null,
                null,
                null,
                cost,
                null));
    }

    private void emit(Type type, @Nullable Attempt attempt, @Nullable CostSum cost, @Nullable TraceReference original) {
        IdempotencyEvent event = new IdempotencyEvent(
                type,
                operation.scope(),
                operation.layer(),
                operation.storeKey(),
                attempt,
                claimed,
                waited,
                null,
                null,
                cost,
                original);
        claimed = null;
        waited = null;
        tell(event);
    }
}
