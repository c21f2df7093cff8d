package io.github.idempotency.store;

/** How a completed execution ended. <em>Ran</em> is not <em>succeeded</em>. */
public enum Outcome {

    /** A usable answer. */
    SUCCEEDED,

    /** It ran, but its answer is not a usable one. */
    REJECTED,

    /** It failed in a way that a retry gets to see again. */
    FAILED
}
