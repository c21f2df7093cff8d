package io.github.idempotency.ai.model;

import java.util.function.Supplier;

import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;

/** Generations as steps of the guarded call around them. Thread-safe. */
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
     * @param asked the prompt; its model is said to have cost nobody knows what, where it fails
     */
    ChatResponse call(IdempotencyContext within, String name, AskedPrompt asked, Supplier<ChatResponse> model) {
        if (GuardedStep.isWithin(within, KIND)) {
            return model.get();
        }
        GuardedStep step = GuardedStep.next(within, KIND, name, asked.fingerprint());
        return steps.take(
                within,
                step,
                validator,
                ChatResponseCodec.INSTANCE,
                () -> GenerationCost.recorded(asked.model(), model));
    }

    /** As {@link #call}: as the model gives it, or the stored one in one piece. */
    Flux<ChatResponse> stream(
            IdempotencyContext within, String name, AskedPrompt asked, Supplier<Flux<ChatResponse>> model) {
        if (GuardedStep.isWithin(within, KIND)) {
            return model.get();
        }
        GuardedStep step = GuardedStep.next(within, KIND, name, asked.fingerprint());
        return new StreamedGeneration(steps, validator, asked.model()).take(within, step, model);
    }
}
