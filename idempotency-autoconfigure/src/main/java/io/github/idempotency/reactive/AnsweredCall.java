package io.github.idempotency.reactive;

import java.io.Serial;

/** Leaves a handler that is not going to run: its exchange has been answered. Not a failure: it has no stack trace. */
final class AnsweredCall extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    AnsweredCall() {
        super("The exchange has been answered", null, false, false);
    }
}
