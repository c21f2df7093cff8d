package io.github.idempotency.web;

/** The response headers that guarded handlers add. */
public final class IdempotencyHeaders {

    /** {@code true} on a stored answer; absent on a first one. */
    public static final String REPLAYED = "Idempotent-Replayed";

    /** When the execution that made the answer began: ISO-8601, UTC, milliseconds, by the store's clock. */
    public static final String ORIGINAL_REQUEST_TIME = "X-Original-Request-Time";

    /** {@code false} where a retry cannot help; the client libraries of several model providers obey it. */
    public static final String SHOULD_RETRY = "X-Should-Retry";

    private IdempotencyHeaders() {}
}
