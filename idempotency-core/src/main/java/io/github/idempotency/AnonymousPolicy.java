package io.github.idempotency;

/** Whose the keys are that nobody in particular sends: a caller who is not authenticated, or has no tenant. */
public enum AnonymousPolicy {

    /**
     * All such callers are one owner: whoever sends a key that another one has used, with an equal request, gets that
     * one's answer. Safe where keys cannot be guessed, or where answers are no secret.
     */
    SHARED,

    /** A call with such a key is refused, and nothing runs. */
    REFUSE
}
