package io.github.idempotency.aop;

import org.jspecify.annotations.Nullable;

/** A guarded method that cannot be guarded as it is declared or configured. Stops the application from starting. */
public final class InvalidIdempotentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param description what is wrong, and where
     * @param action what to write instead
     */
    public InvalidIdempotentException(String description, String action) {
        this(description, action, null);
    }

    public InvalidIdempotentException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What to write instead. */
    public String action() {
        return action;
    }
}
