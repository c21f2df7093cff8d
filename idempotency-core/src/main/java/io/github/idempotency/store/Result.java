package io.github.idempotency.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What an execution left behind: opaque bytes, possibly empty, or the fact that they were not kept.
 *
 * @param outcome how it ended
 * @param bytes the encoded answer, not copied; null when it was not retained
 * @param retention how long a store may keep the bytes at most, at least one millisecond; null for as long as the record.
 *     Nothing that a store tells: there it is null
 * @param particulars what else the record keeps of the execution as long as it is kept itself, opaque and not sealed, 1 to
 *     {@value #MOST_PARTICULARS} bytes, not copied; null for nothing
 */
public record Result(
        Outcome outcome, byte @Nullable [] bytes, @Nullable Duration retention, byte @Nullable [] particulars) {

    /** How many bytes of particulars a record keeps. */
    public static final int MOST_PARTICULARS = 512;

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public Result {
        if (retention != null && retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("A result is kept for at least " + SHORTEST + ", not " + retention);
        }
        if (particulars != null && (particulars.length == 0 || particulars.length > MOST_PARTICULARS)) {
            throw new IllegalArgumentException(
                    "Particulars have 1 to " + MOST_PARTICULARS + " bytes, not " + particulars.length);
        }
    }

    /** A result without particulars. */
    public Result(Outcome outcome, byte @Nullable [] bytes, @Nullable Duration retention) {
        this(outcome, bytes, retention, null);
    }

    /** A result whose bytes are kept as long as its record. */
    public Result(Outcome outcome, byte @Nullable [] bytes) {
        this(outcome, bytes, null);
    }

    /** A result whose answer is too large, unencodable or too sensitive to keep. */
    public static Result notRetained(Outcome outcome) {
        return new Result(outcome, null);
    }

    /** This result, whose bytes a store keeps no longer than that. */
    public Result keptFor(Duration longest) {
        return new Result(outcome, bytes, longest, particulars);
    }

    /** This result with other particulars; null for none. */
    public Result with(byte @Nullable [] otherParticulars) {
        return new Result(outcome, bytes, retention, otherParticulars);
    }

    /** This result once its bytes are forgotten. */
    public Result withoutBytes() {
        return new Result(outcome, null, retention, particulars);
    }

    /** Whether there is an answer to replay. */
    public boolean retained() {
        return bytes != null;
    }

    /**
     * How long the bytes may stay in a record that is kept for the given time.
     *
     * @return null if there are none, or they may stay as long as the record
     */
    public @Nullable Duration retentionWithin(Duration recordRetention) {
        return bytes == null || retention == null || retention.compareTo(recordRetention) >= 0 ? null : retention;
    }
}
