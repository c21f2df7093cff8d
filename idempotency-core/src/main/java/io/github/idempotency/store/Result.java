package io.github.idempotency.store;

import org.jspecify.annotations.Nullable;

/**
 * What an execution left behind: opaque bytes, possibly empty, or the fact that they were not kept.
 *
 * @param outcome how it ended
 * @param bytes the encoded answer, not copied; null when it was not retained
 */
public record Result(Outcome outcome, byte @Nullable [] bytes) {

    /** A result whose answer is too large, unencodable or too sensitive to keep. */
    public static Result notRetained(Outcome outcome) {
        return new Result(outcome, null);
    }

    /** Whether there is an answer to replay. */
    public boolean retained() {
        return bytes != null;
    }
}
