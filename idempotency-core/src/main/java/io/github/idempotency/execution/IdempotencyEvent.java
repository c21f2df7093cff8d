package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.StoreKey;

/**
 * One step in the life of a guarded call.
 *
 * @param type what happened
 * @param scope the operation
 * @param layer what kind of call it is
 * @param storeKey the record; null when there was no key
 * @param attempt the execution it is about: the call's own, or the one whose answer it gets or that stands in its way; null
 *     if there is none or it is not known
 * @param claimed how long the store took to say what is with the key, without waiting for another call; null except on the
 *     first event that follows
 * @param waited how long the call has then waited for another; null if it did not
 * @param elapsed how long the execution has taken until then, on the events of one; null on the others
 * @param stored what the record keeps of the execution's end, on the events that say so; null on the others
 * @param cost on {@link Type#SPENT} what the execution has just spent; on {@link Type#COMPLETED} and
 *     {@link Type#NOT_RETAINED} what its key is charged, costs of guarded calls within it not included; on
 *     a {@linkplain Type#isReplay() replay} what it has avoided, those included; null on the others, and where nothing was reported
 * @param original where the execution was traced whose answer is given, on a {@linkplain Type#isReplay() replay}; null on the others, and
 *     where that is not known
 */
public record IdempotencyEvent(
        Type type,
        String scope,
        Layer layer,
        @Nullable StoreKey storeKey,
        @Nullable Attempt attempt,
        @Nullable Duration claimed,
        @Nullable Duration waited,
        @Nullable Duration elapsed,
        @Nullable Stored stored,
        @Nullable CostSum cost,
        @Nullable TraceReference original) {

    /** An event without a cost. */
    public IdempotencyEvent(
            Type type,
            String scope,
            Layer layer,
            @Nullable StoreKey storeKey,
            @Nullable Attempt attempt,
            @Nullable Duration claimed,
            @Nullable Duration waited,
            @Nullable Duration elapsed,
            @Nullable Stored stored) {
        this(type, scope, layer, storeKey, attempt, claimed, waited, elapsed, stored, null, null);
    }

    /** An event in the service layer of which no more is known. */
    public IdempotencyEvent(Type type, String scope, @Nullable StoreKey storeKey, @Nullable Duration elapsed) {
        this(type, scope, Layer.SERVICE, storeKey, null, null, null, elapsed, null);
    }

    /** An event of which no more is known. */
    public static IdempotencyEvent of(Type type, String scope, Layer layer, @Nullable StoreKey storeKey) {
        return new IdempotencyEvent(type, scope, layer, storeKey, null, null, null, null, null);
    }

    /**
     * One execution under a key.
     *
     * @param token its fencing token
     * @param number executions begun under the key, this one included
     * @param startedAt when its claim was made, by the store's clock
     */
    public record Attempt(long token, int number, Instant startedAt) {}

    /**
     * What a record keeps.
     *
     * @param outcome how the execution ended
     * @param size bytes of the answer as they are stored; -1 if it is not
     */
    public record Stored(Outcome outcome, long size) {}

    /** What happened. */
    public enum Type {

        /** A claim was acquired and the action is about to run. */
        STARTED,
        /** As {@link #STARTED}, by taking over an expired claim. */
        TAKEN_OVER,
        /** An unknown outcome was found out: the action had happened, and its answer is about to be stored. */
        RECONCILED,
        /** The running execution has reported a cost. */
        SPENT,
        /** An operator has said what became of an execution whose outcome was unknown. */
        SETTLED,
        /** The action ended and its result is the authoritative one. */
        COMPLETED,
        /** As {@link #COMPLETED}, but the answer was too large or could not be encoded, and was not kept. */
        NOT_RETAINED,
        /** The action failed and the key is free again. */
        RELEASED,
        /** The action failed and nobody knows whether its effect happened. */
        LEFT_UNKNOWN,
        /** The claim was lost while the action ran; its result was or will be thrown away. */
        LOST,
        /** A stored answer was given. */
        REPLAYED,
        /** As {@link #REPLAYED}, from a copy of the record in this process: the store was not asked. */
        NEAR_REPLAYED,
        /** Refused, or sent to its status: the first call still runs. */
        IN_PROGRESS,
        /** Given the answer of the first call as it comes. */
        ATTACHED,
        /** Refused: the key belongs to another request. */
        MISMATCH,
        /** Refused: the outcome of the first call is unknown. */
        UNKNOWN,
        /** Refused: the answer was not retained. */
        GONE,
        /** Refused: the record of the first call, or the answer that it keeps, cannot be read. */
        UNREADABLE,
        /** No key on a call where it is optional: it ran unprotected. */
        IGNORED,
        /** A request carried a key that nobody has asked for: what serves it is not guarded. */
        UNGUARDED,
        /** The store could not be asked, and the call ran unprotected. */
        FAIL_OPEN,
        /** A duplicate begins to wait for the first answer. */
        WAITED,
        /** The store could not be asked or told. */
        STORE_ERROR;

        /** Whether a stored answer was given, from wherever. */
        public boolean isReplay() {
            return this == REPLAYED || this == NEAR_REPLAYED;
        }
    }
}
