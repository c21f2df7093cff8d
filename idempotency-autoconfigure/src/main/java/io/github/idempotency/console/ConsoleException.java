package io.github.idempotency.console;

/** A request to the console that is refused. Its message goes to the operator, and never has a key in it. */
final class ConsoleException extends RuntimeException {

    static final int BAD_REQUEST = 400;

    static final int FORBIDDEN = 403;

    static final int NOT_FOUND = 404;

    static final int CONFLICT = 409;

    private final int status;

    ConsoleException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
