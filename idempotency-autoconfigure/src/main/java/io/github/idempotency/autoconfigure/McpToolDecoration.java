package io.github.idempotency.autoconfigure;

import java.util.List;

import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.github.idempotency.ai.mcp.KeyedTools;

/** Makes the keys of MCP calls known to the tools of every server of this application, be they beans or lists of them. */
final class McpToolDecoration implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof List<?> beans && beans.stream().anyMatch(McpToolDecoration::isTool)) {
            return beans.stream().map(McpToolDecoration::keyed).toList();
        }
        return keyed(bean);
    }

    private static boolean isTool(Object bean) {
        return keyed(bean) != bean;
    }

    private static Object keyed(Object bean) {
        if (bean instanceof McpServerFeatures.SyncToolSpecification tool) {
            return KeyedTools.keyed(tool);
        }
        if (bean instanceof McpStatelessServerFeatures.SyncToolSpecification tool) {
            return KeyedTools.keyed(tool);
        }
        if (bean instanceof McpServerFeatures.AsyncToolSpecification tool) {
            return KeyedTools.keyed(tool);
        }
        return bean instanceof McpStatelessServerFeatures.AsyncToolSpecification tool ? KeyedTools.keyed(tool) : bean;
    }
}
