package io.github.idempotency.autoconfigure;

import io.modelcontextprotocol.spec.McpSchema;
import org.springframework.ai.mcp.ToolContextToMcpMetaConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.github.idempotency.ai.mcp.ExecutionKeyMeta;
import io.github.idempotency.ai.mcp.McpToolInvocationAdapter;
import io.github.idempotency.ai.mcp.TrustedHints;
import io.github.idempotency.aop.ServiceInvocationAdapter;
import io.github.idempotency.key.CanonicalJson;

/** Auto-configuration of tools that are offered or called over MCP. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(McpSchema.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@EnableConfigurationProperties({IdempotencyMcpProperties.class, IdempotencyToolProperties.class})
public final class IdempotencyMcpAutoConfiguration {

    @Bean
    @Order(2)
    McpToolInvocationAdapter mcpToolInvocationAdapter(
            IdempotencyMcpProperties properties, CanonicalJson json, ServiceInvocationAdapter services) {
        return new McpToolInvocationAdapter(properties.metaField(), properties.missingKey(), json, services);
    }

    @Bean
    static McpToolDecoration idempotencyMcpToolDecoration() {
        return new McpToolDecoration();
    }

    /** Servers whose tools Spring AI lets models of this application call. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ToolContextToMcpMetaConverter.class)
    static class Clients {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBooleanProperty(name = "idempotency.ai.mcp.send-keys", matchIfMissing = true)
        ToolContextToMcpMetaConverter idempotencyMcpMetaConverter(IdempotencyMcpProperties properties) {
            return new ExecutionKeyMeta(ToolContextToMcpMetaConverter.defaultConverter(), properties.metaField());
        }

        @Bean
        TrustedHints idempotencyTrustedHints(IdempotencyToolProperties properties) {
            return new TrustedHints(properties.trustedMcpServers());
        }

        @Bean
        static McpNameDecoration idempotencyMcpNameDecoration(ObjectProvider<TrustedHints> hints) {
            return new McpNameDecoration(hints);
        }
    }
}
