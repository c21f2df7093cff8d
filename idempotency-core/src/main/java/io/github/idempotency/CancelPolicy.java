package io.github.idempotency;

/** What becomes of asynchronous work whose caller goes away before it is answered. */
public enum CancelPolicy {

    /**
     * The work runs on and its answer is stored, so that a retry gets it. The default. After {@code
     * idempotency.drain-timeout} without an answer it is cancelled after all.
     */
    DRAIN,

    /**
     * The work is cancelled, as far as it can be, and has failed: the key of repeatable work is free again, and the
     * outcome of irreversible work is unknown.
     */
    CANCEL
}
