package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

/**
 * How the executions of one scope are recovered without their callers.
 *
 * @param policy how the scope is guarded
 * @param reconciler knows what became of an execution by {@link UnknownExecution#storeKey()} alone
 * @param codec encodes what the action would have returned; null where the answer is more than that value, as an HTTP
 *     response is: an execution that happened is then left to its caller's retry
 */
public record RecoverableScope(
        IdempotencyPolicy policy,
        Reconciler reconciler,
        @Nullable ResultCodec<@Nullable Object> codec) {}
