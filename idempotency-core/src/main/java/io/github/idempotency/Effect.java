package io.github.idempotency;

/** What a second execution would do, and therefore what happens to a claim whose owner died or failed. */
public enum Effect {

    /** Running again is wasteful but harmless: a failed or expired claim is free for the next caller. The default. */
    REPEATABLE,

    /**
     * Running again would do the thing twice: a failed or expired claim becomes <em>unknown</em> and is never executed
     * again until somebody has found out what happened.
     */
    IRREVERSIBLE
}
