package io.github.idempotency.execution;

import java.util.concurrent.TimeUnit;

/**
 * The time of an orderly stop, between calls that have not ended and a ledger that is still told of those that have.
 *
 * @param nanos all of it
 */
record Patience(long nanos) {

    /** What a ledger that is there has at least, unless all of it is little. */
    static final long FOR_CHARGES_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What calls leave of it while charges wait. */
    long keptForCharges() {
        return Math.min(FOR_CHARGES_NANOS, nanos / 2);
    }

    /**
     * What is left for charges. Those of calls that ended at the last moment have a twentieth more: callers keep a tenth of
     * their time for what has to be given up.
     *
     * @param used nanoseconds that calls were waited for
     */
    long leftForCharges(long used) {
        return Math.max(nanos - used, Math.min(FOR_CHARGES_NANOS, nanos / 20));
    }
}
