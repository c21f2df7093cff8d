package io.github.idempotency.ai.model;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** What a generation has cost, told to its own step: sums that advisors add up further out are never counted again. */
final class GenerationCost {

    private GenerationCost() {}

    /**
     * Asks the model, and tells the step that runs on this thread what that has cost: of a failure nobody says. That the
     * request has not reached the provider cannot be told from it, because the model's own client may have sent it before.
     *
     * @param name what the prompt calls the model
     */
    static ChatResponse recorded(@Nullable String name, Supplier<ChatResponse> model) {
        IdempotencyContext step = IdempotencyContext.find().orElse(null);
        ChatResponse response;
        try {
            response = model.get();
        } catch (RuntimeException | Error ex) {
            recordUnknown(step, name, 1);
            throw ex;
        }
        record(step, response);
        return response;
    }

    static void record(@Nullable IdempotencyContext step, ChatResponse response) {
        if (step != null && !isCached(response)) {
            step.recordCost(of(response.getMetadata()));
        }
    }

    /** Whether a cache has given it, that says so: its usage was paid for when the model was asked. */
    static boolean isCached(ChatResponse response) {
        return Boolean.TRUE.equals(response.getMetadata().get(ModelStepAdvisor.CACHED));
    }

    /** So many times the model was asked, and has not told what that has cost. */
    static void recordUnknown(@Nullable IdempotencyContext step, @Nullable String name, int times) {
        for (int i = 0; step != null && i < times; i++) {
            step.recordCost(Cost.unknown(name));
        }
    }

    /**
     * Spring AI says 0 where the provider has said nothing, and no generation reads nothing or writes nothing. Half of it
     * is less than what has to be paid, so it is not taken for the whole.
     */
    static Cost of(ChatResponseMetadata metadata) {
        String model = Cost.modelName(metadata.getModel());
        Usage usage = metadata.getUsage();
        long input = usage == null ? 0 : orNothing(usage.getPromptTokens());
        long output = usage == null ? 0 : orNothing(usage.getCompletionTokens());
        return input > 0 && output > 0 ? Cost.tokens(model, input, output) : Cost.unknown(model);
    }

    /** A provider's own usage may lack either. */
    private static int orNothing(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
