package io.github.idempotency.ai.mcp;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.tool.method.MethodToolCallbackProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarded tools of an application with Spring AI's own auto-configuration of MCP servers, called by the SDK's client over
 * HTTP. That is on the class path of these applications alone, because it starts a server wherever it is.
 */
class SpringAiMcpServerITests {

    private static final RetryTemplate TWICE = new RetryTemplate(
            RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build());

    @ParameterizedTest
    @CsvSource({"STREAMABLE, SYNC, refund", "STATELESS, SYNC, refund", "STREAMABLE, ASYNC, refund_later"})
    void aCallWhoseAnswerWasLostIsReplayedWhateverAnnotationItsToolHas(String protocol, String type, String annotated)
            throws Exception {
        try (URLClassLoader server = server();
                ServletWebServerApplicationContext application = start(server, protocol, type);
                LossyNetwork network =
                        new LossyNetwork(application.getWebServer().getPort());
                McpSyncClient client = client(network)) {
            client.initialize();
            KeyedMcpCalls calls = new KeyedMcpCalls(client, "idempotencyKey", TWICE);
            for (String tool : List.of("pay", annotated)) {
                CallToolRequest request = CallToolRequest.builder(tool)
                        .arguments(Map.of("to", "bob", "amount", 100))
                        .build();
                network.loseNext();
                assertThat(text(calls.callTool(request))).contains("-1");
                assertThat(network.remaining()).as("an answer was lost").isZero();
                CallToolResult refusal = client.callTool(request);
                assertThat(refusal.isError()).as(tool + " without a key").isTrue();
                assertThat(refusal.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
            }
            assertThat(application.getBean(Payments.class).effects()).containsExactly("bob 100");
            assertThat(application.getBean(Refunds.class).effects()).containsExactly("bob 100");
        }
    }

    /** What Spring AI's starter brings beside the libraries that are there. */
    private static URLClassLoader server() throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target", "mcp-server"))) {
            for (Path jar : files.toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), SpringAiMcpServerITests.class.getClassLoader());
    }

    private static ServletWebServerApplicationContext start(ClassLoader server, String protocol, String type) {
        return (ServletWebServerApplicationContext)
                new SpringApplicationBuilder(new DefaultResourceLoader(server), Shop.class)
                        .web(WebApplicationType.SERVLET)
                        .properties(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                // A client that has been closed may have its stream open for a while.
                                "server.shutdown=immediate",
                                "idempotency.store=memory",
                                "idempotency.anonymous=shared",
                                "spring.main.banner-mode=off")
                        .run("--spring.ai.mcp.server.protocol=" + protocol, "--spring.ai.mcp.server.type=" + type);
    }

    private static McpSyncClient client(LossyNetwork network) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(network.url())
                        .endpoint("/mcp")
                        .build())
                .clientInfo(Implementation.builder("shop", "1").build())
                .build();
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Shop {

        @Bean
        Payments payments() {
            return new Payments();
        }

        @Bean
        Refunds refunds() {
            return new Refunds();
        }

        @Bean
        ToolCallbackProvider tools(Payments payments) {
            return MethodToolCallbackProvider.builder().toolObjects(payments).build();
        }

        @Bean
        SecurityFilterChain everybody(HttpSecurity http) {
            return http.csrf(csrf -> csrf.disable()).build();
        }
    }

    /** Of a class that a proxy can extend. Spring AI offers what waits on synchronous servers, the other on asynchronous ones. */
    public static class Refunds {

        private final List<String> effects = new CopyOnWriteArrayList<>();

        List<String> effects() {
            return effects;
        }

        @McpTool(name = "refund", description = "Pays somebody back")
        @Idempotent
        public String refund(String to, int amount) {
            return paidBack(to, amount);
        }

        @McpTool(name = "refund_later", description = "Pays somebody back")
        @Idempotent
        public Mono<String> refundLater(String to, int amount) {
            return Mono.fromCallable(() -> paidBack(to, amount));
        }

        private String paidBack(String to, int amount) {
            effects.add(to + " " + amount);
            return "refunded-" + effects.size();
        }
    }
}
