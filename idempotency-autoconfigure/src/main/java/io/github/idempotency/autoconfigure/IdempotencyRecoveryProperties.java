package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.aop.InvalidIdempotentException;

/**
 * Executions that were begun and have no outcome.
 *
 * @param reportAtStartup Whether the log and an event name them after the start.
 * @param enabled Whether Reconciler beans are asked about them in the background, on one node at a time for each store.
 * @param interval How often the beans are asked.
 * @param batchSize How many executions are read at a time. On Redis also how many keys are looked at in one go.
 */
@ConfigurationProperties("idempotency.recovery")
record IdempotencyRecoveryProperties(
        @DefaultValue("true") boolean reportAtStartup,
        @DefaultValue("false") boolean enabled,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("100") int batchSize) {

    IdempotencyRecoveryProperties {
        if (interval.compareTo(Duration.ofMillis(100)) < 0 || interval.compareTo(Duration.ofDays(366)) > 0) {
            throw new InvalidIdempotentException(
                    "idempotency.recovery.interval is " + interval + ".", "Write from 100ms to 366d.");
        }
        if (batchSize < 1 || batchSize > 10_000) {
            throw new InvalidIdempotentException(
                    "idempotency.recovery.batch-size is " + batchSize + ".", "Write a number from 1 to 10000.");
        }
    }
}
