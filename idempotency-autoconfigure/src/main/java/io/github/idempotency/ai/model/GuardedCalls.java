package io.github.idempotency.ai.model;

import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyContext;

/** Finds the guarded call around a request: on this thread, or where {@link StepContextAdvisor} has noted it. */
final class GuardedCalls {

    static final String NOTED = IdempotencyContext.class.getName();

    private GuardedCalls() {}

    static Optional<IdempotencyContext> find(Map<String, @Nullable Object> request) {
        return IdempotencyContext.find().or(() -> Optional.ofNullable((IdempotencyContext) request.get(NOTED)));
    }
}
