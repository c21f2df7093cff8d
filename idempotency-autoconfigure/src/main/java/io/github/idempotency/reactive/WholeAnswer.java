package io.github.idempotency.reactive;

import java.io.Serial;

import io.github.idempotency.execution.Replay;

/** Says that an answer has no frames, because it was given at once. Not a failure: it has no stack trace. */
final class WholeAnswer extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Replay replay;

    WholeAnswer(Replay replay) {
        super("The answer was given at once", null, false, false);
        this.replay = replay;
    }

    Replay replay() {
        return replay;
    }
}
