package io.github.idempotency.sample.assistant;

import java.util.List;
import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;

import io.github.idempotency.ai.model.ModelStepAdvisor;

/** Leaves the plan to the model, and the money and the mail to the tools. The shop starts without; whoever asks first waits. */
@Service
@Lazy
class Assistant {

    private static final String ROLE =
            "You work in the back office of a shop. Do what you are asked with your tools, one"
                    + " after the other and each no more than once, then say in one sentence what you have done.";

    private final ChatClient chat;

    // tag::agent[]
    Assistant(ChatModel model, ModelStepAdvisor steps, ToolCallingManager toolCalling, List<AssistantTool> tools) {
        ToolCallingAdvisor.Builder<?> loop = ToolCallingAdvisor.builder().toolCallingManager(toolCalling);
        this.chat = ChatClient.builder(model, ObservationRegistry.NOOP, null, null, loop)
                .defaultSystem(ROLE)
                .defaultAdvisors(steps)
                .defaultTools(tools.toArray())
                .build();
    }
    // end::agent[]

    AssistantAnswer run(String task) {
        ChatResponse response =
                Objects.requireNonNull(chat.prompt().user(task).call().chatResponse(), "The model gave no answer");
        String text = Objects.requireNonNull(response.getResult()).getOutput().getText();
        return new AssistantAnswer(
                String.valueOf(text), response.getMetadata().getUsage().getTotalTokens());
    }
}
