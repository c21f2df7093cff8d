package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.CollectionUtils;

/**
 * Spring AI's tool calling, with every tool call guarded by {@link GuardedTools}. How results are ordered, how many calls
 * there may be, what is returned directly and what the model is told of a failure is up to the manager it decorates.
 *
 * <p>A refusal leaves {@link #executeToolCalls} as an {@link io.github.idempotency.IdempotencyException}: results of other
 * calls of the message are stored, and a retry of the turn goes on after them. Thread-safe if the manager is.
 */
public final class GuardedToolCalling implements ToolCallingManager {

    /** Under which Spring AI's own memory knows conversations. */
    public static final String CONVERSATION_ID = "chat_memory_conversation_id";

    private final ToolCallingManager manager;

    private final GuardedTools tools;

    private final String sessionName;

    /**
     * @param manager calls the tools; once for each call of a message, with the arguments of that
     * @param tools guards them
     * @param sessionName which entry of the tool context is the conversation
     */
    public GuardedToolCalling(ToolCallingManager manager, GuardedTools tools, String sessionName) {
        this.manager = manager;
        this.tools = tools;
        this.sessionName = sessionName;
    }

    @Override
    public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
        return manager.resolveToolDefinitions(options);
    }

    @Override
    public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
        return manager.executeToolCalls(guarded(prompt, response), response);
    }

    private Prompt guarded(Prompt prompt, ChatResponse response) {
        if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)
                || CollectionUtils.isEmpty(options.getToolCallbacks())) {
            return prompt;
        }
        RequestedToolCalls requested = new RequestedToolCalls(calls(response));
        String session = session(options);
        List<ToolCallback> guarded = options.getToolCallbacks().stream()
                .map(tool -> isGuarded(tool) ? new GuardedToolCallback(tool, tools, requested, session) : tool)
                .toList();
        return new Prompt(
                prompt.getInstructions(),
                options.mutate().toolCallbacks(guarded).build());
    }

    private boolean isGuarded(ToolCallback tool) {
        return !(tool.getToolMetadata() instanceof ReadOnlyToolMetadata)
                && !tools.isReadOnly(tool.getToolDefinition().name());
    }

    /** Those of the first answer that has any, which are the ones that are run. */
    private static List<AssistantMessage.ToolCall> calls(ChatResponse response) {
        return response.getResults().stream()
                .map(generation -> generation.getOutput().getToolCalls())
                .filter(calls -> !CollectionUtils.isEmpty(calls))
                .findFirst()
                .orElse(List.of());
    }

    private @Nullable String session(ToolCallingChatOptions options) {
        Map<String, Object> context = options.getToolContext();
        Object session = context == null ? null : context.get(sessionName);
        return session == null ? null : session.toString();
    }
}
