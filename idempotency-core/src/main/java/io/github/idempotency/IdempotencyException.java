package io.github.idempotency;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A guarded call was refused: it did not run, and there is no stored answer to give instead. On a controller it becomes
 * an {@code application/problem+json} answer; a caller of a guarded service catches it and reads {@link #problem()}.
 *
 * <p>The message may be shown to the caller: it names no class of the application and never contains the key. What went
 * wrong inside is the cause.
 */
public class IdempotencyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final IdempotencyProblem problem;

    private final @Nullable Duration retryAfter;

    public IdempotencyException(IdempotencyProblem problem, String message) {
        this(problem, message, null, null);
    }

    public IdempotencyException(
            IdempotencyProblem problem, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** Why the call was refused. */
    public IdempotencyProblem problem() {
        return problem;
    }

    /** When a retry with the same key is worthwhile; empty when retrying will not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
