package io.github.idempotency.ai.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A model that answers by a script and remembers what it was asked. Without one it answers each prompt differently. */
final class ScriptedModel implements ChatModel {

    private final Queue<Supplier<ChatResponse>> script = new ArrayDeque<>();

    private final List<Prompt> prompts = new CopyOnWriteArrayList<>();

    private volatile boolean eventLoop;

    private volatile int unbroken = Integer.MAX_VALUE;

    ScriptedModel says(String text) {
        return answers(text, "STOP");
    }

    ScriptedModel answers(String text, String finishReason) {
        script.add(() -> response(text, finishReason));
        return this;
    }

    ScriptedModel calls(String tool, String id, String arguments) {
        AssistantMessage message = AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new ToolCall(id, "function", tool, arguments)))
                .build();
        script.add(() -> response(message, "TOOL_CALLS"));
        return this;
    }

    ScriptedModel gives(AssistantMessage message) {
        script.add(() -> response(message, "STOP"));
        return this;
    }

    /** The connection breaks. */
    ScriptedModel breaks() {
        script.add(() -> {
            throw new UncheckedIOException(new IOException("connection reset"));
        });
        return this;
    }

    /** Its streams come on a thread that must not wait, as those of a client over HTTP do. */
    ScriptedModel onEventLoop() {
        eventLoop = true;
        return this;
    }

    /** Its streams break after so many pieces. */
    ScriptedModel breaksOffAfter(int pieces) {
        unbroken = pieces;
        return this;
    }

    /** How often it was asked, answered or not. */
    int asked() {
        return prompts.size();
    }

    /** What it was asked, without what it was told before. */
    List<String> lastMessages() {
        return prompts.stream()
                .map(prompt -> prompt.getInstructions()
                        .get(prompt.getInstructions().size() - 1)
                        .getText())
                .toList();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        prompts.add(prompt);
        Supplier<ChatResponse> next = script.poll();
        return next == null ? response("answer " + prompts.size(), "STOP") : next.get();
    }

    /** Word by word. */
    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> {
            ChatResponse whole = call(prompt);
            String[] words = whole.getResult().getOutput().getText().split("(?<= )");
            Flux<ChatResponse> pieces = Flux.range(0, words.length).map(i -> {
                if (i == unbroken) {
                    throw new UncheckedIOException(new IOException("connection reset"));
                }
                return response(words[i], i == words.length - 1 ? reason(whole) : null);
            });
            return eventLoop ? pieces.publishOn(Schedulers.parallel()) : pieces;
        });
    }

    private static String reason(ChatResponse response) {
        return response.getResult().getMetadata().getFinishReason();
    }

    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().model("scripted-1").build();
    }

    static ChatResponse response(String text, String finishReason) {
        return response(new AssistantMessage(text), finishReason);
    }

    private static ChatResponse response(AssistantMessage message, String finishReason) {
        return new ChatResponse(
                List.of(new Generation(
                        message,
                        ChatGenerationMetadata.builder()
                                .finishReason(finishReason)
                                .build())),
                ChatResponseMetadata.builder()
                        .id("response")
                        .model("scripted-1")
                        .usage(new DefaultUsage(11, 7))
                        .build());
    }
}
