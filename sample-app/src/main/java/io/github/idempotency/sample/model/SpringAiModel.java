package io.github.idempotency.sample.model;

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
        Usage usage = response.getMetadata().getUsage();
        return new Completion(text, usage.getPromptTokens(), usage.getCompletionTokens());
    }

    @Override
    public Flux<String> stream(String prompt) {
        // The first and the last piece say who speaks and why they stopped, and have no text.
        return chat.stream(new Prompt(prompt)).handle((response, pieces) -> {
            String text = text(response);
            if (text != null && !text.isEmpty()) {
                pieces.next(text);
            }
        });
    }

    private static @Nullable String text(ChatResponse response) {
        Generation answer = response.getResult();
        return answer == null ? null : answer.getOutput().getText();
    }
}
