package io.github.idempotency.ai.tool;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultCodec;

/**
 * A tool that was looked up on a thread that runs no turn, so that nobody says under which id it is called. It is guarded by
 * what is known: its arguments and how often they have been asked for within the guarded call of that thread. Outside of
 * one its call cannot be told from others.
 *
 * @param tool itself
 * @param tools guard it; asked for when it is called
 */
record LookedUpTool(ToolCallback tool, Supplier<GuardedTools> tools) implements ToolCallback {

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
        ToolRun<String> run = GuardedToolCallback.run(tool, input, context);
        try {
            return tool.getToolMetadata() instanceof ReadOnlyToolMetadata || isGuarded(name)
                    ? run.run()
                    : tools.get().call(new ToolCall(null, name, null, input), ResultCodec.UTF_8, run);
        } catch (Throwable failure) {
            throw run.asThrown(failure);
        }
    }

    /** Somebody has wrapped it, and its call was guarded before it came here. */
    private static boolean isGuarded(String name) {
        return IdempotencyContext.find()
                .filter(within -> within.scope().equals(IdempotentConfiguration.TOOL_PREFIX + name))
                .isPresent();
    }
}
