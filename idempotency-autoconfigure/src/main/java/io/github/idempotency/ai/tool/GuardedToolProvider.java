package io.github.idempotency.ai.tool;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;

/** LangChain4j's provider of tools, each of them a {@link GuardedToolExecutor}. Thread-safe if the provider is. */
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
        return new ToolProviderResult(
                provided.aiServiceTools().stream().map(this::guarded).toList());
    }

    @Override
    public boolean isDynamic() {
        return provider.isDynamic();
    }

    private AiServiceTool guarded(AiServiceTool tool) {
        return tool.toBuilder()
                .toolExecutor(new GuardedToolExecutor(tool.toolExecutor(), tools))
                .build();
    }
}
