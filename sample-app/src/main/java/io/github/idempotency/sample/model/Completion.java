package io.github.idempotency.sample.model;

/** What the model said, and how many tokens it has read and written for that. */
public record Completion(String text, long read, long written) {

    /** All of them. */
    public long tokens() {
        return read + written;
    }

    /** Whether the provider has told: one that tells nothing is read as one that tells 0. */
    boolean isCounted() {
        return read > 0 && written > 0;
    }
}
