package io.github.idempotency.ai.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import org.junit.jupiter.api.Test;
import org.springframework.ai.mcp.McpToolUtils;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import io.github.idempotency.autoconfigure.IdempotencyMcpAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/** Guarded tools of an MCP server without sessions, beans of their own or in a list, called by the SDK's client over HTTP. */
class StatelessMcpToolsITests {

    private static final RetryTemplate TWICE = new RetryTemplate(
            RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build());

    @Test
    void aCallWhoseAnswerWasLostIsReplayedAndHasNoSessionToBeItsKey() {
        Starts.application(Shop.class)
                .withConfiguration(AutoConfigurations.of(IdempotencyMcpAutoConfiguration.class))
                .withPropertyValues("idempotency.ai.mcp.missing-key=session-and-arguments")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    try (McpPlace place = McpPlace.stateless(tools(context))) {
                        McpSyncClient client = place.client();
                        KeyedMcpCalls calls = new KeyedMcpCalls(client, "idempotencyKey", TWICE);
                        for (CallToolRequest request : List.of(
                                request("pay", Map.of("to", "bob", "amount", 100)),
                                request("remind", Map.of("to", "bob")))) {
                            place.network.loseNext();
                            calls.callTool(request);
                            assertThat(place.network.remaining())
                                    .as("an answer was lost")
                                    .isZero();
                        }
                        List<String> effects = context.getBean(Payments.class).effects();
                        assertThat(effects).containsExactly("bob 100", "remind bob");
                        CallToolRequest pay = request("pay", Map.of("to", "bob", "amount", 100));
                        assertThat(text(calls.callTool(pay))).isEqualTo("\"paid-3\"");
                        CallToolResult refusal = client.callTool(pay);
                        assertThat(refusal.isError()).isTrue();
                        assertThat(refusal.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
                        assertThat(effects).hasSize(3);
                    }
                });
    }

    private static List<SyncToolSpecification> tools(ApplicationContext context) {
        List<SyncToolSpecification> tools = new ArrayList<>();
        tools.add(context.getBean("alone", SyncToolSpecification.class));
        ((List<?>) context.getBean("listed")).forEach(tool -> tools.add((SyncToolSpecification) tool));
        return tools;
    }

    private static CallToolRequest request(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Payments payments() {
            return new Payments();
        }

        @Bean
        SyncToolSpecification alone(Payments payments) {
            return specification(payments, "pay");
        }

        @Bean
        List<SyncToolSpecification> listed(Payments payments) {
            return List.of(specification(payments, "remind"));
        }

        private static SyncToolSpecification specification(Payments payments, String tool) {
            for (ToolCallback callback : ToolCallbacks.from(payments)) {
                if (callback.getToolDefinition().name().equals(tool)) {
                    return McpToolUtils.toStatelessSyncToolSpecification(callback, null);
                }
            }
            throw new IllegalArgumentException(tool);
        }
    }
}
