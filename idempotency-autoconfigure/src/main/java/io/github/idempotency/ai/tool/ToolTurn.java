package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;

/**
 * The tool calls of one message, as a manager runs them.
 *
 * @param requested what the model has asked for
 * @param session the conversation; null if none is named
 * @param tools guards them
 */
record ToolTurn(RequestedToolCalls requested, @Nullable String session, GuardedTools tools) {

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

    /** The tool, guarded unless it is read-only. */
    ToolCallback guarded(ToolCallback tool) {
        boolean readOnly = tool.getToolMetadata() instanceof ReadOnlyToolMetadata
                || tools.isReadOnly(tool.getToolDefinition().name());
        return readOnly ? tool : new GuardedToolCallback(tool, this);
    }
}
