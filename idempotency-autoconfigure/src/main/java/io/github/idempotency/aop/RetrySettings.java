package io.github.idempotency.aop;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * What one source says about steps that fail for a while: their answer was lost. Null where it says nothing.
 *
 * @param maxAttempts How often a step is attempted at most, under one key, before its failure is the call's.
 * @param delay How long the first pause between two attempts is.
 * @param multiplier How much longer each further pause is.
 * @param maxDelay How long a pause is at most.
 * @param on Comma-separated list of exceptions after which a step is attempted again, their subclasses and what they cause included.
 */
public record RetrySettings(
        @Nullable Integer maxAttempts,
        @Nullable Duration delay,
        @Nullable Double multiplier,
        @Nullable Duration maxDelay,
        @Nullable Set<Class<? extends Throwable>> on) {

    /** Says nothing. */
    public static final RetrySettings NONE = new RetrySettings(null, null, null, null, null);

    /** @throws IllegalArgumentException if there is less than one attempt, or a pause that is none */
    public RetrySettings {
        if (maxAttempts != null && maxAttempts < 1) {
            throw new IllegalArgumentException("retry.max-attempts is " + maxAttempts
                    + ": write 1 for a step that is not attempted again, or how often it is attempted");
        }
        if (delay != null && delay.isNegative()
                || maxDelay != null && (maxDelay.isNegative() || maxDelay.isZero())
                || multiplier != null && multiplier < 1) {
            throw new IllegalArgumentException("retry.delay is " + delay + ", retry.multiplier " + multiplier
                    + " and retry.max-delay " + maxDelay + ": write at least 0, 1 and more than 0");
        }
    }

    /** These settings, and the other's where these say nothing. */
    RetrySettings orElse(RetrySettings other) {
        return new RetrySettings(
                maxAttempts != null ? maxAttempts : other.maxAttempts,
                delay != null ? delay : other.delay,
                multiplier != null ? multiplier : other.multiplier,
                maxDelay != null ? maxDelay : other.maxDelay,
                on != null ? on : other.on);
    }

    /** One attempt unless said; a second between two; after failures of input and output and time-outs. */
    public RetryPolicy policy() {
        return RetryPolicy.builder()
                .maxRetries(maxAttempts == null ? 0 : maxAttempts - 1)
                .delay(delay == null ? Duration.ofSeconds(1) : delay)
                .multiplier(multiplier == null ? 2 : multiplier)
                .maxDelay(maxDelay == null ? Duration.ofSeconds(30) : maxDelay)
                .includes(on == null ? Set.of(IOException.class, TimeoutException.class) : on)
                .build();
    }
}
