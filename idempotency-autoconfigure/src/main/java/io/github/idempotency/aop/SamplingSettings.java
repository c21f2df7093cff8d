package io.github.idempotency.aop;

import org.jspecify.annotations.Nullable;

/**
 * What one source says about steps whose answers are not usable. Null where it says nothing.
 *
 * @param maxSamples How many answers are asked for at most until one is usable. Retries after failures do not count.
 */
public record SamplingSettings(@Nullable Integer maxSamples) {

    /** Says nothing. */
    public static final SamplingSettings NONE = new SamplingSettings(null);

    /** Samples unless said otherwise. */
    public static final int DEFAULT_MAX_SAMPLES = 3;

    /** @throws IllegalArgumentException if there is less than one sample */
    public SamplingSettings {
        if (maxSamples != null && maxSamples < 1) {
            throw new IllegalArgumentException("sampling.max-samples is " + maxSamples
                    + ": write 1 for the first answer whatever it is, or how many may be asked for");
        }
    }

    /** These settings, and the other's where these say nothing. */
    SamplingSettings orElse(SamplingSettings other) {
        return maxSamples != null ? this : other;
    }

    /** How many samples there may be. */
    public int bound() {
        return maxSamples == null ? DEFAULT_MAX_SAMPLES : maxSamples;
    }
}
