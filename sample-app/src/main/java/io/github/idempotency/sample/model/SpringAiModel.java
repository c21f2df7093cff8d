package io.github.idempotency.sample.model;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;

/** Any OpenAI-compatible API, through Spring AI. */
class SpringAiModel implements LanguageModel {

    private final ChatModel chat;

    SpringAiModel(ModelProperties properties) {
        // A retry down here would be paid for and not counted; our caller retries, with its key.
        this.chat = chat(properties, 0);
    }

    static ChatModel chat(ModelProperties properties, int retries) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(properties.baseUrl())
                        .apiKey(properties.apiKey())
                        .model(properties.name())
                        .timeout(properties.timeout())
                        .maxRetries(retries)
                        .build())
                .build();
    }

    @Override
    public Completion complete(String prompt) {
        ChatResponse response = chat.call(new Prompt(prompt));
        String text = text(response);
        if (text == null) {
            throw new IllegalStateException("The model gave no answer");
        }
        return completion(text, response);
    }

    /** The first and the last pieces say who speaks, why they stopped and what it came to, and have no text. */
    @Override
    public Flux<Completion> stream(String prompt) {
        return chat.stream(new Prompt(prompt))
                .map(response -> completion(Objects.requireNonNullElse(text(response), ""), response));
    }

    private static Completion completion(String text, ChatResponse response) {
        Usage usage = response.getMetadata().getUsage();
        return new Completion(text, usage.getPromptTokens(), usage.getCompletionTokens());
    }

    private static @Nullable String text(ChatResponse response) {
        Generation answer = response.getResult();
        return answer == null ? null : answer.getOutput().getText();
    }
}
