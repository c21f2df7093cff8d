package io.github.idempotency.ai.model;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;

/**
 * Judges generations by validators that may ask a model themselves. What they ask is no step of the call, because a retry
 * does not judge again and would miss it, and is not judged by them in turn. They are looked up when there is something to
 * judge: one that asks a model needs the client whose generations it judges. Thread-safe if they are.
 *
 * @param validators asked for at the first generation
 */
public record UnguardedValidator(Supplier<ResultValidator> validators) implements ResultValidator {

    @Override
    public Verdict validate(String scope, @Nullable Object result) {
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        IdempotencyContext.bind(null);
        try {
            return validators.get().validate(scope, result);
        } finally {
            IdempotencyContext.bind(within);
        }
    }
}
