package io.github.idempotency.aop;

/** An exception that is an answer. */
public class Declined extends Exception {

    public Declined(String message) {
        super(message);
    }
}
