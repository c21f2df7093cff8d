package io.github.idempotency;

/** What a call gets when the store cannot be asked before it runs. */
public enum StoreFailurePolicy {

    /** It is refused: 503 over HTTP, {@link IdempotencyException} elsewhere. Nothing runs. The default. */
    REFUSE,

    /** It runs unprotected: a duplicate runs too. */
    RUN_UNPROTECTED
}
