package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.aop.InvalidIdempotentException;

/**
 * What is counted of guarded calls.
 *
 * @param flushInterval How often this node adds what it has counted to the totals of the cluster, in the store. 0 for
 *     never.
 */
@ConfigurationProperties("idempotency.totals")
record IdempotencyTotalsProperties(@DefaultValue("5s") Duration flushInterval) {

    IdempotencyTotalsProperties {
        if (!flushInterval.isZero()
                && (flushInterval.compareTo(Duration.ofMillis(100)) < 0
                        || flushInterval.compareTo(Duration.ofHours(1)) > 0)) {
            throw new InvalidIdempotentException(
                    "idempotency.totals.flush-interval is " + flushInterval + ".",
                    "Write from 100ms to 1h, or 0 for never.");
        }
    }
}
