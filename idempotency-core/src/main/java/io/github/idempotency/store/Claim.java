package io.github.idempotency.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What a claim found. Losing is a value, never an exception. */
public sealed interface Claim {

    /**
     * The caller is the one owner.
     *
     * @param token the fencing token; greater than every token this key ever had
     * @param attempt executions begun under this key, this one included
     * @param takenOver whether an expired claim of somebody else was taken over
     * @param startedAt when the claim was made, by the store's clock
     */
    record Acquired(long token, int attempt, boolean takenOver, Instant startedAt) implements Claim {}

    /**
     * The same request completed before; this replay has been counted in the record.
     *
     * @param observedAt the store's clock when it looked, by which one can tell how long the record has left; null where
     *     that is not known, and nobody keeps a copy of the record
     */
    record Completed(IdempotencyRecord record, @Nullable Instant observedAt) implements Claim {

        /** Found by somebody who does not know what time it was. */
        public Completed(IdempotencyRecord record) {
            this(record, null);
        }
    }

    /**
     * The same request still runs.
     *
     * @param observedAt the store's clock when it looked
     */
    record InProgress(IdempotencyRecord record, Instant observedAt) implements Claim {}

    /** The key belongs to another request, whatever has become of it. The record is untouched. */
    record Mismatch(IdempotencyRecord record) implements Claim {}

    /** The same request ended in a way that leaves its effect open. */
    record Unknown(IdempotencyRecord record) implements Claim {}
}
