package io.github.idempotency.observation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Stored;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;

/** What the tag {@code outcome} of meters and observations says about a step of a call. */
public enum CallOutcome {
    EXECUTED(Type.STARTED, "the action is about to run"),
    TAKEN_OVER(Type.TAKEN_OVER, "the same, with the expired claim of a call that has vanished"),
    COMPLETED(Type.COMPLETED, "the action has run and its answer is stored"),
    REJECTED(null, "as `completed`, and the answer was judged not usable"),
    FAILED(null, "as `completed`, and the answer is a failure: an exception to remember, or a status from 400"),
    NOT_RETAINED(Type.NOT_RETAINED, "the action has run, its answer is too large or cannot be written"),
    RELEASED(Type.RELEASED, "the action has failed and the key is free"),
    LEFT_UNKNOWN(Type.LEFT_UNKNOWN, "the action has failed and nobody knows whether it had its effect"),
    LOST(Type.LOST, "the claim was lost while the action ran: the lease is too short for the pauses"),
    REPLAYED(Type.REPLAYED, "the stored answer was given"),
    NEAR_REPLAYED(Type.NEAR_REPLAYED, "the same, from a copy in this process: the store was not asked"),
    ATTACHED(Type.ATTACHED, "the answer of the running call is given as it comes"),
    WAITED(Type.WAITED, "began to wait for the running call"),
    IN_PROGRESS(Type.IN_PROGRESS, "refused, or sent to its status: the first call still runs"),
    MISMATCH(Type.MISMATCH, "refused: the key belongs to another request"),
    UNKNOWN(Type.UNKNOWN, "refused: the outcome of the first call is unknown"),
    GONE(Type.GONE, "refused: the answer was not retained"),
    UNREADABLE(Type.UNREADABLE, "refused: the record or its answer cannot be read"),
    IGNORED(Type.IGNORED, "without a key where it is optional: ran unprotected"),
    UNGUARDED(Type.UNGUARDED, "carried a key that nobody has asked for: the handler is not guarded"),
    FAIL_OPEN(Type.FAIL_OPEN, "without the store where that is allowed: ran unprotected"),
    STORE_ERROR(Type.STORE_ERROR, "the store could not be asked or told"),
    SPENT(Type.SPENT, "the running action has reported a cost; counted among the costs and not among the calls"),
    RECONCILED(Type.RECONCILED, "an unknown outcome was found out: it had happened"),
    SETTLED(Type.SETTLED, "an operator has said what became of an unknown outcome");

    private static final Map<Type, CallOutcome> BY_TYPE = new EnumMap<>(Type.class);

    static {
        for (CallOutcome outcome : values()) {
            if (outcome.type != null) {
                BY_TYPE.put(outcome.type, outcome);
            }
        }
    }

    private final @Nullable Type type;

    private final String tag = name().toLowerCase(Locale.ROOT).replace('_', '-');

    private final String description;

    CallOutcome(@Nullable Type type, String description) {
        this.type = type;
        this.description = description;
    }

    /** What an event says. */
    static CallOutcome of(IdempotencyEvent event) {
        Stored stored = event.stored();
        if (event.type() == Type.COMPLETED && stored != null && stored.outcome() != Outcome.SUCCEEDED) {
            return stored.outcome() == Outcome.REJECTED ? REJECTED : FAILED;
        }
        CallOutcome outcome = BY_TYPE.get(event.type());
        if (outcome == null) {
            throw new IllegalStateException("No outcome stands for " + event.type());
        }
        return outcome;
    }

    /** The value of the tag. */
    public String tag() {
        return tag;
    }

    /** What it says, for the documentation. */
    public String description() {
        return description;
    }
}
