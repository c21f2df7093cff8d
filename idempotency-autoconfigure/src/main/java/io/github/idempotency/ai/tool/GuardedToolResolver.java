package io.github.idempotency.ai.tool;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

/**
 * Spring AI's resolver of tools that are not part of a request. A tool that is looked up on the thread on which a
 * {@link GuardedToolCalling} runs is guarded as the others of its message; looked up elsewhere it is known by its arguments
 * alone, and within a guarded call only. Thread-safe if the resolver is.
 */
public final class GuardedToolResolver implements ToolCallbackResolver {

    private final ToolCallbackResolver resolver;

    private final Supplier<GuardedTools> tools;

    /**
     * @param resolver finds the tools
     * @param tools guards them; asked for when one is called
     */
    public GuardedToolResolver(ToolCallbackResolver resolver, Supplier<GuardedTools> tools) {
        this.resolver = resolver;
        this.tools = tools;
    }

    @Override
    public @Nullable ToolCallback resolve(String name) {
        ToolCallback tool = resolver.resolve(name);
        ToolTurn turn = ToolTurn.current();
        if (tool == null || (turn == null && tool instanceof LookedUpTool)) {
            return tool;
        }
        return turn == null ? new LookedUpTool(tool, tools) : turn.guarded(tool);
    }
}
