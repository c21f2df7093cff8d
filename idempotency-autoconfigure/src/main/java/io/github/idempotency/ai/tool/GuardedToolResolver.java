package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

/**
 * Spring AI's resolver of tools that are not part of a request, guarded where a {@link GuardedToolCalling} asks it.
 * Thread-safe if the resolver is.
 */
public final class GuardedToolResolver implements ToolCallbackResolver {

    private final ToolCallbackResolver resolver;

    /** @param resolver finds the tools */
    public GuardedToolResolver(ToolCallbackResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public @Nullable ToolCallback resolve(String name) {
        ToolCallback tool = resolver.resolve(name);
        ToolTurn turn = ToolTurn.current();
        return tool == null || turn == null ? tool : turn.guarded(tool);
    }
}
