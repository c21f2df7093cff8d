package io.github.idempotency;

/** What a duplicate gets while the first call still runs. */
public enum InProgressPolicy {

    /** It is refused at once: 409 with {@code Retry-After} over HTTP, {@link IdempotencyException} elsewhere. The default. */
    REJECT,

    /**
     * It waits, up to its wait timeout, and then gets the first answer; it is refused as with {@link #REJECT} when the
     * time is over, and runs itself when the first call has failed and freed the key. It is woken by the store and does
     * not ask again and again; while it waits it holds its thread, but no connection.
     */
    WAIT,

    /**
     * It is answered at once with 202 and a {@code Location} under which its owner, and nobody else, can ask what has
     * become of the first call. For handlers of HTTP requests only.
     */
    ACCEPT,

    /**
     * It gets the first answer as that is given: what has been sent of it so far, then what comes, from whatever node runs
     * the first call. It holds no thread meanwhile. Of an answer that is not streamed it gets the whole, once there is
     * one. Where the store keeps no sequences it is refused as with {@link #REJECT}.
     */
    ATTACH
}
