package io.github.idempotency.ai.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

/** A manager that runs the calls of a message at a time, each on a thread of a pool, where it looks for its tool too. */
record SideBySide(Executor pool, ToolCallbackResolver resolver) implements ToolCallingManager {

    @Override
    public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
        return options.getToolCallbacks().stream()
                .map(ToolCallback::getToolDefinition)
                .toList();
    }

    @Override
    public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
        AssistantMessage message = response.getResult().getOutput();
        List<CompletableFuture<ToolResponse>> running = message.getToolCalls().stream()
                .map(call -> CompletableFuture.supplyAsync(() -> answer(prompt, call), pool))
                .toList();
        List<Message> conversation = new ArrayList<>(prompt.getInstructions());
        conversation.add(message);
        conversation.add(ToolResponseMessage.builder()
                .responses(running.stream().map(CompletableFuture::join).toList())
                .build());
        return ToolExecutionResult.builder().conversationHistory(conversation).build();
    }

    private ToolResponse answer(Prompt prompt, AssistantMessage.ToolCall call) {
        ToolCallingChatOptions options = (ToolCallingChatOptions) prompt.getOptions();
        ToolCallback tool = options.getToolCallbacks().stream()
                .filter(any -> any.getToolDefinition().name().equals(call.name()))
                .findFirst()
                .orElseGet(() -> resolver.resolve(call.name()));
        ToolContext context = new ToolContext(options.getToolContext() == null ? Map.of() : options.getToolContext());
        String answer;
        try {
            answer = tool.call(call.arguments(), context);
        } catch (ToolExecutionException ex) {
            answer = ex.getMessage();
        }
        return new ToolResponse(call.id(), call.name(), answer);
    }
}
