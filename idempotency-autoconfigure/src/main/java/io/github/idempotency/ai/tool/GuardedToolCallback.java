package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

import io.github.idempotency.execution.ResultCodec;

/**
 * A callback for the tool calls of one message, guarded unless it is read-only. The framework sees its failures as they
 * are, and the turn is told of them.
 */
final class GuardedToolCallback implements ToolCallback {

    private final ToolCallback tool;

    private final ToolTurn turn;

    private final boolean readOnly;

    GuardedToolCallback(ToolCallback tool, ToolTurn turn, boolean readOnly) {
        this.tool = tool;
        this.turn = turn;
        this.readOnly = readOnly;
    }

    /** Resolvers may ask each other. */
    boolean isOf(ToolTurn other) {
        return turn == other;
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
        KeyedToolCall call = readOnly ? null : turn.requested().next(name, input);
        ToolRun<String> run = run(tool, input, context);
        try {
            return call == null ? run.run() : turn.tools().call(call, ResultCodec.UTF_8, run);
        } catch (Throwable failure) {
            turn.failures().add(name);
            throw run.asThrown(failure);
        }
    }

    /** A run of the tool, of which the result is as the framework tells the model of it. */
    static ToolRun<String> run(ToolCallback tool, String input, @Nullable ToolContext context) {
        return new ToolRun<>(ToolExecutionException.class, () -> {
            String result = context == null ? tool.call(input) : tool.call(input, context);
            return result == null ? "" : result;
        });
    }
}
