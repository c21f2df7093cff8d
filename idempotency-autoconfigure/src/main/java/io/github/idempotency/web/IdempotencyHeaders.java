package io.github.idempotency.web;

/** The response headers that guarded handlers add. */
public final class IdempotencyHeaders {

    /** {@code true} on a stored answer; absent on a first one. */
    public static final String REPLAYED = "Idempotent-Replayed";

    /** When the execution that made the answer began: ISO-8601, UTC, milliseconds, by the store's clock. */
    public static final String ORIGINAL_REQUEST_TIME = "X-Original-Request-Time";

    /**
     * Until when a retry gets this answer: ISO-8601, UTC, whole seconds rounded down, by the store's clock. On first
     * answers only if the store says so when it stores them.
     */
    public static final String EXPIRES = "Idempotency-Expires";

    /** {@code false} where a retry cannot help; the client libraries of several model providers obey it. */
    public static final String SHOULD_RETRY = "X-Should-Retry";

    private IdempotencyHeaders() {}
}
