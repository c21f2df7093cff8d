package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.Prompt;

/** What tools have answered, in order. */
final class Results {

    private Results() {}

    static String of(Prompt prompt) {
        return of(prompt.getInstructions());
    }

    static String of(List<Message> messages) {
        return messages.stream()
                .filter(ToolResponseMessage.class::isInstance)
                .flatMap(message -> ((ToolResponseMessage) message).getResponses().stream())
                .map(response -> response.id() + "=" + response.responseData())
                .collect(Collectors.joining(" "));
    }
}
