package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

import io.github.idempotency.execution.ResultCodec;

/** A callback for the tool calls of one message, guarded. The framework sees its failures as they are. */
final class GuardedToolCallback implements ToolCallback {

    private final ToolCallback tool;

    private final GuardedTools tools;

    private final RequestedToolCalls requested;

    private final @Nullable String session;

    GuardedToolCallback(ToolCallback tool, GuardedTools tools, RequestedToolCalls requested, @Nullable String session) {
        this.tool = tool;
        this.tools = tools;
        this.requested = requested;
        this.session = session;
    }

    @Override
    public ToolDefinition getToolDefinition() {
        return tool.getToolDefinition();
    }

    @Override
    public ToolMetadata getToolMetadata() {
        return tool.getToolMetadata();
    }

    @Override
    public String call(String input) {
        return call(input, null);
    }

    @Override
    public String call(String input, @Nullable ToolContext context) {
        String name = tool.getToolDefinition().name();
        AssistantMessage.ToolCall asked = requested.next(name, input);
        ToolCall call = new ToolCall(session, name, asked.id(), input);
        ToolRun run = new ToolRun(tool, input, context);
        try {
            return tools.call(call, ResultCodec.UTF_8, run);
        } catch (Throwable failure) {
            throw run.asThrown(failure);
        }
    }
}
