package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;

/**
 * The tool calls of one message, as a manager runs them.
 *
 * @param requested what the model has asked for
 * @param tools guards them
 * @param failures notes which of them have failed
 */
record ToolTurn(RequestedToolCalls requested, GuardedTools tools, ToolFailures failures) {

    private static final ThreadLocal<@Nullable ToolTurn> CURRENT = new ThreadLocal<>();

    static @Nullable ToolTurn current() {
        return CURRENT.get();
    }

    /** Makes a turn the current one of this thread, or none; gives the one before. */
    static @Nullable ToolTurn bind(@Nullable ToolTurn turn) {
        ToolTurn before = CURRENT.get();
        if (turn == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(turn);
        }
        return before;
    }

    /** The tool, guarded unless it is read-only, and its failures noted. */
    ToolCallback guarded(ToolCallback any) {
        ToolCallback tool = any instanceof LookedUpTool found ? found.tool() : any;
        if (tool instanceof GuardedToolCallback guarded && guarded.isOf(this)) {
            return tool;
        }
        boolean readOnly = tool.getToolMetadata() instanceof ReadOnlyToolMetadata
                || tools.isReadOnly(tool.getToolDefinition().name());
        return new GuardedToolCallback(tool, this, readOnly);
    }
}
