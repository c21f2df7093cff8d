package io.github.idempotency.sample.assistant;

import java.util.List;
import java.util.Objects;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;

/** Leaves the plan to the model, and the money and the mail to the tools. Made when it is first asked: the rest of the shop starts without. */
@Service
@Lazy
class Assistant {

    private static final String ROLE =
            "You work in the back office of a shop. Do what you are asked with your tools, one"
                    + " after the other and each no more than once, then say in one sentence what you have done.";

    private final ChatClient chat;

    Assistant(ChatModel model, List<AssistantTool> tools) {
        this.chat = ChatClient.builder(model)
                .defaultSystem(ROLE)
                .defaultTools(tools.toArray())
                .build();
    }

    AssistantAnswer run(String task) {
        ChatResponse response =
                Objects.requireNonNull(chat.prompt().user(task).call().chatResponse(), "The model gave no answer");
        String text = Objects.requireNonNull(response.getResult()).getOutput().getText();
        return new AssistantAnswer(
                String.valueOf(text), response.getMetadata().getUsage().getTotalTokens());
    }
}
