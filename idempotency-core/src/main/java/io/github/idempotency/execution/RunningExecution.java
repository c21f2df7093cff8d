package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;

/**
 * An execution of this process that has not ended, or whose result the store has not taken yet; without the caller's key.
 *
 * @param reference the record's name in the store and in logs
 * @param scope the operation
 * @param layer what kind of call it is
 * @param attempt executions begun under the key, this one included
 * @param token its fencing token
 * @param startedAt when its claim was made, by the store's clock
 * @param age how long ago that was, by this node's own measure
 */
public record RunningExecution(
        String reference, String scope, Layer layer, int attempt, long token, Instant startedAt, Duration age) {

    static RunningExecution of(Execution execution) {
        IdempotencyContext context = execution.context();
        return new RunningExecution(
                context.storeKey().reference(),
                context.scope(),
                context.operation().layer(),
                context.attempt(),
                context.fencingToken(),
                execution.startedAt(),
                context.age());
    }
}
