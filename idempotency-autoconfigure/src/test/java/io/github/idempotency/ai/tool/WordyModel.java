package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * Looks an order up, gives its price back, writes to the customer, says so, and sums that up when it is asked to. Asked
 * again, it has other ids for the same calls and other words for their arguments.
 */
final class WordyModel implements ChatModel {

    static final int INPUT = 11;

    static final int OUTPUT = 7;

    private final AtomicInteger asked = new AtomicInteger();

    /** How often it was. */
    int asked() {
        return asked.get();
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().model("wordy-1").build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        int time = asked.incrementAndGet();
        return new ChatResponse(
                List.of(new Generation(next(prompt, time))),
                ChatResponseMetadata.builder()
                        .model("wordy-1")
                        .usage(new DefaultUsage(INPUT, OUTPUT))
                        .build());
    }

    private static AssistantMessage next(Prompt prompt, int time) {
        String task = String.valueOf(prompt.getUserMessage().getText());
        if (task.startsWith("Sum up")) {
            return new AssistantMessage("In short: done");
        }
        int turns = (int) prompt.getInstructions().stream()
                .filter(message -> message.getMessageType() == MessageType.TOOL)
                .count();
        return switch (turns) {
            case 0 -> calling(time, "lookup_order", "{\"id\": \"A-17\"}");
            case 1 ->
                calling(
                        time,
                        "transfer_funds",
                        "{\"to\": \"bob\", \"amount\": \"49\", \"reason\": \"worded for the %d. time\"}"
                                .formatted(time));
            case 2 -> calling(time, "send_email", "{\"to\": \"bob\"}");
            default -> new AssistantMessage(effects(prompt));
        };
    }

    private static AssistantMessage calling(int time, String tool, String arguments) {
        return AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("call-" + time, "function", tool, arguments)))
                .build();
    }

    private static String effects(Prompt prompt) {
        return prompt.getInstructions().stream()
                .filter(ToolResponseMessage.class::isInstance)
                .flatMap(message -> ((ToolResponseMessage) message).getResponses().stream())
                .filter(response -> !"lookup_order".equals(response.name()))
                .map(ToolResponseMessage.ToolResponse::responseData)
                .collect(Collectors.joining(", "));
    }
}
