package io.github.idempotency.sample.translation;

/** Remembered by class and message, so that others must be able to make it. */
public class UnknownLanguageException extends RuntimeException {

    public UnknownLanguageException(String message) {
        super(message);
    }
}
