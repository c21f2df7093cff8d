package io.github.idempotency.execution;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A failure for the log, without its words: the types and stack traces of it and its causes. The application's failures,
 * and those of whoever writes its values, like to say what they were working on, and that is nobody else's business.
 */
final class Unworded extends Throwable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Causes may be a circle. */
    private static final int DEEPEST = 20;

    private Unworded(Throwable failure, int depth) {
        super(failure.getClass().getName(), cause(failure, depth));
        setStackTrace(failure.getStackTrace());
    }

    static Throwable of(Throwable failure) {
        return new Unworded(failure, 0);
    }

    private static @Nullable Throwable cause(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return cause == null || depth == DEEPEST ? null : new Unworded(cause, depth + 1);
    }
}
