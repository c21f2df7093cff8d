package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

/**
 * Whether what an action returned is a usable answer. Immutable.
 *
 * @param error what is wrong with it, in words that a model may be told; null if it is usable
 */
public record Verdict(@Nullable String error) {

    /** Nothing is wrong with it. */
    public static final Verdict USABLE = new Verdict(null);

    /** @param error what is wrong with it, the same words for the same mistake */
    public static Verdict rejected(String error) {
        return new Verdict(error);
    }

    /** Whether there is nothing wrong with it. */
    public boolean isUsable() {
        return error == null;
    }

    /** This verdict, if it is a rejection; otherwise the other one. */
    public Verdict and(Verdict other) {
        return isUsable() ? other : this;
    }
}
