package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

import io.github.idempotency.execution.ResultCodec;

/** A callback for the tool calls of one message, guarded. The framework sees its failures as they are. */
final class GuardedToolCallback implements ToolCallback {

    private final ToolCallback tool;

    private final ToolTurn turn;

    GuardedToolCallback(ToolCallback tool, ToolTurn turn) {
        this.tool = tool;
        this.turn = turn;
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
        AssistantMessage.ToolCall asked = turn.requested().next(name, input);
        ToolCall call = new ToolCall(turn.session(), name, asked.id(), input);
        ToolRun<String> run = new ToolRun<>(ToolExecutionException.class, () -> result(input, context));
        try {
            return turn.tools().call(call, ResultCodec.UTF_8, run);
        } catch (Throwable failure) {
            throw run.asThrown(failure);
        }
    }

    /** As the framework tells the model of it. */
    private String result(String input, @Nullable ToolContext context) {
        String result = context == null ? tool.call(input) : tool.call(input, context);
        return result == null ? "" : result;
    }
}
