package io.github.idempotency.sampling;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One of several answers that are asked for until one is usable.
 *
 * @param number from 1
 * @param error what was wrong with the one before; null for the first
 */
public record Sample(int number, @Nullable String error) {

    /** The first one. */
    static final Sample FIRST = new Sample(1, null);

    /** What was wrong with the one before. */
    public Optional<String> previousError() {
        return Optional.ofNullable(error);
    }

    /** The prompt, with what was wrong with the answer before at its end. */
    public String appendTo(String prompt) {
        return error == null ? prompt : prompt + System.lineSeparator() + correction();
    }

    /** What a model is told about its answer before; empty if there is none. */
    public String correction() {
        return error == null ? "" : "Your previous answer was rejected: " + error;
    }

    Sample next(String rejection) {
        return new Sample(number + 1, rejection);
    }
}
