package io.github.idempotency.sample.model;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Any OpenAI-compatible API, through Spring AI. */
class SpringAiModel implements LanguageModel {

    private final ChatModel chat;

    SpringAiModel(ModelProperties properties) {
        this.chat = OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(properties.baseUrl())
                        .apiKey(properties.apiKey())
                        .model(properties.name())
                        .timeout(properties.timeout())
                        // A retry down here would be paid for and not counted; our caller retries, with its key.
                        .maxRetries(0)
                        .build())
                .build();
    }

    @Override
    public Completion complete(String prompt) {
        ChatResponse response = chat.call(new Prompt(prompt));
        Generation answer = response.getResult();
        String text = answer == null ? null : answer.getOutput().getText();
        if (text == null) {
            throw new IllegalStateException("The model gave no answer");
        }
        return new Completion(text, response.getMetadata().getUsage().getTotalTokens());
    }
}
