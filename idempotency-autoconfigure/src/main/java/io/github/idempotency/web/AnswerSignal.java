package io.github.idempotency.web;

import java.io.Serial;

/**
 * Leaves a guarded handler that is not going to run, whatever it is declared to return, and becomes the answer it
 * carries. Control flow, not a failure: it has no stack trace and is resolved before anybody else sees it.
 */
final class AnswerSignal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    AnswerSignal(Answer answer) {
        super("The stored answer is given", null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
