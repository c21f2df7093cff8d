package io.github.idempotency;

/** What a duplicate gets while the first call still runs. */
public enum InProgressPolicy {

    /** It is refused at once: 409 with {@code Retry-After} over HTTP, {@link IdempotencyException} elsewhere. */
    REJECT
}
