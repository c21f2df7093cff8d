package io.github.idempotency.ai.tool;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;

/**
 * LangChain4j's provider of tools, each of them a {@link GuardedToolExecutor}. The calls of what it has provided are those of
 * whoever asked for it, and of the guarded call in which he did: LangChain4j asks in each invocation of a service, and may
 * run the tools on other threads. Thread-safe if the provider is.
 */
public final class GuardedToolProvider implements ToolProvider {

    private final ToolProvider provider;

    private final GuardedTools tools;

    /**
     * @param provider knows the tools
     * @param tools guards them
     */
    public GuardedToolProvider(ToolProvider provider, GuardedTools tools) {
        this.provider = provider;
        this.tools = tools;
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult provided = provider.provideTools(request);
        ToolCaller caller = tools.caller();
        return new ToolProviderResult(provided.aiServiceTools().stream()
                .map(tool -> guarded(tool, caller))
                .toList());
    }

    @Override
    public boolean isDynamic() {
        return provider.isDynamic();
    }

    private AiServiceTool guarded(AiServiceTool tool, ToolCaller caller) {
        return tool.toBuilder()
                .toolExecutor(new GuardedToolExecutor(tool.toolExecutor(), tools, caller))
                .build();
    }
}
