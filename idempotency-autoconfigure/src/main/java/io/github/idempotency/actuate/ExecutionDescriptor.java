package io.github.idempotency.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.github.idempotency.execution.RunningExecution;

/**
 * An execution that this node is at, without the caller's key.
 *
 * @param reference the record's name in the store and in logs
 * @param scope the operation
 * @param layer what kind of call it is, as on meters
 * @param age how long ago it began, by this node's own measure
 * @param attempt executions begun under the key, this one included
 * @param token fencing token of its claim
 * @param startedAt when its claim was made, by the store's clock
 */
public record ExecutionDescriptor(
        String reference, String scope, String layer, Duration age, int attempt, long token, Instant startedAt) {

    static ExecutionDescriptor of(RunningExecution execution) {
        return new ExecutionDescriptor(
                execution.reference(),
                execution.scope(),
                execution.layer().name().toLowerCase(Locale.ROOT),
                execution.age(),
                execution.attempt(),
                execution.token(),
                execution.startedAt());
    }
}
