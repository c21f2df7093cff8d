package io.github.idempotency;

/** What a caller gets that presents a used key with another request. */
public enum MismatchPolicy {

    /** It is refused: 422 over HTTP, {@link IdempotencyException} elsewhere. The default. */
    REJECT,

    /** The original answer is replayed: the key alone says what the request is. */
    REPLAY_ORIGINAL
}
