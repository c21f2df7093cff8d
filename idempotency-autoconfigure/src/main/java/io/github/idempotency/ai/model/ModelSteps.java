package io.github.idempotency.ai.model;

import java.util.function.Supplier;

import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.store.Fingerprint;

/**
 * Generations as steps of the guarded call around them, for {@link ModelStepAdvisor} and {@link IdempotentChatModel}.
 * Thread-safe.
 */
public final class ModelSteps {

    /** The kind of step, the last part of its scope. */
    public static final String KIND = "model";

    private final GuardedSteps steps;

    private final ResultValidator validator;

    /** @param validator judges each generation, for its record */
    public ModelSteps(GuardedSteps steps, ResultValidator validator) {
        this.steps = steps;
        this.validator = validator;
    }

    /**
     * One generation: the stored one, or the model's.
     *
     * @param name what its ordinal is counted by; empty for all that have none
     * @param asked the prompt
     */
    ChatResponse call(IdempotencyContext within, String name, Fingerprint asked, Supplier<ChatResponse> model) {
        if (GuardedStep.isWithin(within, KIND)) {
            return model.get();
        }
        GuardedStep step = GuardedStep.next(within, KIND, name, asked);
        return steps.take(within, step, validator, ChatResponseCodec.INSTANCE, model);
    }

    /** As {@link #call}: as the model gives it, or the stored one in one piece. */
    Flux<ChatResponse> stream(
            IdempotencyContext within, String name, Fingerprint asked, Supplier<Flux<ChatResponse>> model) {
        if (GuardedStep.isWithin(within, KIND)) {
            return model.get();
        }
        GuardedStep step = GuardedStep.next(within, KIND, name, asked);
        return new StreamedGeneration(steps, validator).take(within, step, model);
    }
}
