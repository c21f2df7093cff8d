package io.github.idempotency.ai.model;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * A chat model whose generations are steps of the guarded call in which they are asked for, as {@link ModelStepAdvisor}
 * makes them, for those who use the model without a chat client. Where both are there, each generation is one step.
 * Outside any guarded call it is the model. Thread-safe if the model is.
 */
public final class IdempotentChatModel implements ChatModel {

    private final ChatModel model;

    private final ModelSteps steps;

    private final String name;

    /** A model whose steps have no name. */
    public IdempotentChatModel(ChatModel model, ModelSteps steps) {
        this(model, steps, "");
    }

    private IdempotentChatModel(ChatModel model, ModelSteps steps, String name) {
        this.model = model;
        this.steps = steps;
        this.name = name;
    }

    /**
     * The same model, whose steps have that name, as {@link ModelStepAdvisor#STEP} gives it to a request. Steps of one name
     * are counted by themselves: generations that run side by side in one call, or on one of several paths, need names of
     * their own. This model keeps its name.
     *
     * @param name the same in every attempt; empty for none
     */
    public IdempotentChatModel named(String name) {
        return new IdempotentChatModel(model, steps, name);
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        return IdempotencyContext.find()
                .map(within -> steps.call(within, name, AskedPrompt.of(prompt, null), () -> model.call(prompt)))
                .orElseGet(() -> model.call(prompt));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        IdempotencyContext assembled = IdempotencyContext.find().orElse(null);
        return Flux.deferContextual(subscriber -> {
            IdempotencyContext within = subscriber.getOrDefault(
                    IdempotencyContext.class, IdempotencyContext.find().orElse(assembled));
            return within == null
                    ? model.stream(prompt)
                    : steps.stream(within, name, AskedPrompt.of(prompt, null), () -> model.stream(prompt));
        });
    }

    @Override
    public ChatOptions getOptions() {
        return model.getOptions();
    }
}
