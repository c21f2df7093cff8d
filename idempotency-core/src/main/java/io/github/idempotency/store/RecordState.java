package io.github.idempotency.store;

/** Where a record stands. An absent record is as free as a released one; a released one remembers token and attempt. */
public enum RecordState {

    /** One owner runs the action under a lease. */
    IN_PROGRESS,

    /** The result is stored and never overwritten. */
    COMPLETED,

    /** The effect may or may not have happened. Left only through a claim that names its token: reconciliation. */
    UNKNOWN,

    /** Free for the next claim. */
    RELEASED
}
