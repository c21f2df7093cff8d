package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The model's side of a conversation: a message for each round of tool calls, then a text of what the tools have answered.
 * Which round it is, the prompt says.
 */
public final class ScriptedModel implements ChatModel {

    final AtomicInteger generations = new AtomicInteger();

    private final List<Supplier<AssistantMessage>> rounds;

    @SafeVarargs
    ScriptedModel(Supplier<AssistantMessage>... rounds) {
        this.rounds = List.of(rounds);
    }

    public static ScriptedModel asking(AssistantMessage.ToolCall... calls) {
        return new ScriptedModel(() -> message(calls));
    }

    static AssistantMessage message(AssistantMessage.ToolCall... calls) {
        return AssistantMessage.builder().content("").toolCalls(List.of(calls)).build();
    }

    public static AssistantMessage.ToolCall call(String id, String tool, String arguments) {
        return new AssistantMessage.ToolCall(id, "function", tool, arguments);
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        generations.incrementAndGet();
        int round = (int) prompt.getInstructions().stream()
                .filter(message -> message.getMessageType() == MessageType.TOOL)
                .count();
        AssistantMessage answer =
                round < rounds.size() ? rounds.get(round).get() : new AssistantMessage(Results.of(prompt));
        return new ChatResponse(List.of(new Generation(answer)));
    }

    /** In one piece, on another thread. */
    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> Flux.just(call(prompt))).publishOn(Schedulers.parallel());
    }
}
