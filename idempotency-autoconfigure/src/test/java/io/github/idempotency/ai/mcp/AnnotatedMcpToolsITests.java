package io.github.idempotency.ai.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import org.junit.jupiter.api.Test;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.spring.SyncMcpAnnotationProviders;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyMcpAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarded methods with {@code @McpTool}, offered as Spring AI offers them and called by the SDK's client over HTTP. Where
 * that annotation is not known, the application does not start, because nothing says what the key is.
 */
class AnnotatedMcpToolsITests {

    private static final CallToolRequest REFUND = CallToolRequest.builder("refund")
            .arguments(Map.of("to", "bob", "amount", 100))
            .build();

    @Test
    void aCallWhoseAnswerWasLostIsReplayedAndOneWithoutAKeyIsRefused() {
        RetryTemplate twice = new RetryTemplate(
                RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build());
        Starts.application(Shop.class)
                .withConfiguration(AutoConfigurations.of(IdempotencyMcpAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    @SuppressWarnings("unchecked")
                    List<SyncToolSpecification> tools =
                            (List<SyncToolSpecification>) context.getBean("tools", List.class);
                    try (McpPlace place = new McpPlace(tools)) {
                        McpSyncClient client = place.client();
                        KeyedMcpCalls calls = new KeyedMcpCalls(client, "idempotencyKey", twice);
                        place.network.loseNext();
                        assertThat(text(calls.callTool(REFUND))).contains("refunded-1");
                        assertThat(place.network.remaining())
                                .as("an answer was lost")
                                .isZero();
                        CallToolResult refusal = client.callTool(REFUND);
                        assertThat(refusal.isError()).isTrue();
                        assertThat(refusal.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
                        assertThat(context.getBean(Refunds.class).effects()).containsExactly("bob 100");
                    }
                });
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Refunds refunds() {
            return new Refunds();
        }

        @Bean
        List<SyncToolSpecification> tools(Refunds refunds) {
            return SyncMcpAnnotationProviders.toolSpecifications(List.of(refunds));
        }
    }

    /** Of a class that a proxy can extend. */
    public static class Refunds {

        private final List<String> effects = new CopyOnWriteArrayList<>();

        List<String> effects() {
            return effects;
        }

        @McpTool(name = "refund", description = "Pays somebody back")
        @Idempotent
        public String refund(String to, int amount) {
            effects.add(to + " " + amount);
            return "refunded-" + effects.size();
        }
    }
}
