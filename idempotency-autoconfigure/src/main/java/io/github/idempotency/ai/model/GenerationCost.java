package io.github.idempotency.ai.model;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** What a generation has cost, told to its own step: sums that advisors add up further out are never counted again. */
final class GenerationCost {

    private static final int LONGEST_MODEL = 200;

    private GenerationCost() {}

    /** Tells the step that runs on this thread. */
    static ChatResponse recorded(ChatResponse response) {
        record(IdempotencyContext.find().orElse(null), response);
        return response;
    }

    static void record(@Nullable IdempotencyContext step, ChatResponse response) {
        if (step != null) {
            step.recordCost(of(response.getMetadata()));
        }
    }

    /** Spring AI says 0 where the provider has said nothing, and no generation reads and writes nothing. */
    static Cost of(ChatResponseMetadata metadata) {
        String name = metadata.getModel();
        String model =
                name == null || name.isBlank() ? null : name.substring(0, Math.min(name.length(), LONGEST_MODEL));
        Usage usage = metadata.getUsage();
        long input = usage == null ? 0 : usage.getPromptTokens();
        long output = usage == null ? 0 : usage.getCompletionTokens();
        return input <= 0 && output <= 0
                ? Cost.unknown(model)
                : Cost.tokens(model, Math.max(input, 0), Math.max(output, 0));
    }
}
