package io.github.idempotency.sample.model;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/** The model of the assistant, which asks it once a step. */
class CountedChatModel implements ChatModel {

    private final ChatModel model;

    private final ModelCalls calls;

    CountedChatModel(ChatModel model, ModelCalls calls) {
        this.model = model;
        this.calls = calls;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        calls.count(String.valueOf(prompt.getUserMessage().getText()));
        return model.call(prompt);
    }

    @Override
    public ChatOptions getOptions() {
        return model.getOptions();
    }
}
