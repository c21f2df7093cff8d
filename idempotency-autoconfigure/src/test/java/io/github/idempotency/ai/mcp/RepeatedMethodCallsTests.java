package io.github.idempotency.ai.mcp;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.Idempotent;
import io.github.idempotency.ai.tool.ScriptedModel;
import io.github.idempotency.autoconfigure.IdempotencyMcpAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyToolAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/** A tool that calls a guarded method without a key expression more than once. */
class RepeatedMethodCallsTests {

    private final ApplicationContextRunner application = Starts.application(Shop.class)
            .withConfiguration(AutoConfigurations.of(
                    IdempotencyToolAutoConfiguration.class, IdempotencyMcpAutoConfiguration.class));

    @Test
    void eachCallOfOneToolCallIsACallOfItsOwn() {
        ofEach((context, tool) -> {
            run(context, tool, payments -> {
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
                assertThat(payments.pay("bob", 200)).isEqualTo("paid-2");
                assertThat(payments.pay("bob", 200)).isEqualTo("paid-3");
                throw new IllegalStateException("killed");
            });
            run(context, tool, payments -> {
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
                assertThat(payments.pay("bob", 200)).isEqualTo("paid-2");
                assertThat(payments.pay("bob", 200)).isEqualTo("paid-3");
            });
            assertThat(effects(context)).containsExactly("bob 100", "bob 200", "bob 200");
        });
    }

    /**
     * As with {@code @Retryable} on the method: what failed and is tried again is one call, also for a later retry. Broken on
     * purpose to see it fail: where nobody says that a call has failed, it is another when it is made again.
     */
    @Test
    void aCallThatFailedIsTheSameCallWhenItIsMadeAgain() {
        ofEach((context, tool) -> {
            run(context, tool, payments -> {
                fail(payments);
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
                throw new IllegalStateException("killed");
            });
            run(context, tool, payments -> {
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-2");
            });
            assertThat(effects(context)).hasSize(2);
        });
    }

    /** What is called instead is another call: its result must not be given for the one that failed. */
    @Test
    void aCallThatStandsInForOneThatFailedIsACallOfItsOwn() {
        ofEach((context, tool) -> {
            run(context, tool, payments -> {
                fail(payments);
                assertThat(payments.pay("eve", 100)).isEqualTo("paid-1");
                throw new IllegalStateException("killed");
            });
            run(context, tool, payments -> {
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-2");
                assertThat(payments.pay("eve", 100)).isEqualTo("paid-1");
            });
            assertThat(effects(context)).containsExactly("eve 100", "bob 100");
        });
    }

    /**
     * The retry finds the order there and does not make it again. Were all calls counted together, or all of one method
     * name, the payment would be another call now and have its effect twice.
     */
    @Test
    void aCallThatTheRetryLeavesOutMakesNoOtherCallsOfThose() {
        ofEach((context, tool) -> {
            run(context, tool, payments -> {
                assertThat(context.getBean(Orders.class).pay("order")).isEqualTo("ordered");
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
                assertThat(payments.remind("bob")).isEqualTo("reminded-2");
                throw new IllegalStateException("killed");
            });
            run(context, tool, payments -> {
                assertThat(payments.remind("bob")).isEqualTo("reminded-2");
                assertThat(payments.pay("bob", 100)).isEqualTo("paid-1");
            });
            assertThat(effects(context)).containsExactly("bob 100", "remind bob");
        });
    }

    private static void fail(Payments payments) {
        payments.beforeEffect(() -> {
            throw new IllegalStateException("the bank is closed");
        });
        try {
            payments.pay("bob", 100);
        } catch (IllegalStateException expected) {
            payments.beforeEffect(() -> {});
        }
    }

    private void ofEach(Scenario scenario) {
        for (Caller caller : List.<Caller>of(
                RepeatedMethodCallsTests::byClient,
                RepeatedMethodCallsTests::byClientOfAnAsynchronousServer,
                RepeatedMethodCallsTests::byModel)) {
            application.run(context -> {
                assertThat(context).hasNotFailed();
                scenario.play(context, caller);
            });
        }
    }

    private static void run(ApplicationContext context, Caller caller, Consumer<Payments> tool) {
        AssertionError[] failure = new AssertionError[1];
        caller.call(context, payments -> {
            try {
                tool.accept(payments);
            } catch (AssertionError ex) {
                failure[0] = ex;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /** A client of an MCP server, which sends the same key each time. */
    private static void byClient(ApplicationContext context, Consumer<Payments> tool) {
        SyncToolSpecification keyed = KeyedTools.keyed(new SyncToolSpecification(
                McpSchema.Tool.builder("run", Map.of("type", "object")).build(), (transport, request) -> {
                    tool.accept(context.getBean(Payments.class));
                    return CallToolResult.builder().addTextContent("done").build();
                }));
        CallToolRequest request = new CallToolRequest("run", Map.of(), Map.of("idempotencyKey", "k1"));
        try {
            keyed.callHandler().apply(McpTransportContext.EMPTY, request);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
    }

    /**
     * As Spring AI offers tools that block there. Negative control: without the hook of {@link LaterResult} their thread
     * does not know the call, and nothing says what the key is.
     */
    private static void byClientOfAnAsynchronousServer(ApplicationContext context, Consumer<Payments> tool) {
        AsyncToolSpecification keyed = KeyedTools.keyed(new AsyncToolSpecification(
                McpSchema.Tool.builder("run", Map.of("type", "object")).build(),
                (transport, request) -> Mono.fromCallable(() -> {
                            tool.accept(context.getBean(Payments.class));
                            return CallToolResult.builder()
                                    .addTextContent("done")
                                    .build();
                        })
                        .subscribeOn(Schedulers.boundedElastic())));
        CallToolRequest request = new CallToolRequest("run", Map.of(), Map.of("idempotencyKey", "k1"));
        try {
            keyed.callHandler().apply(McpTransportContext.EMPTY, request).block();
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
    }

    /** A model of the application, whose call has the same id each time. */
    private static void byModel(ApplicationContext context, Consumer<Payments> tool) {
        ToolCallback run = FunctionToolCallback.builder("run", (Map<String, Object> input) -> {
                    tool.accept(context.getBean(Payments.class));
                    return "done";
                })
                .description("run")
                .inputType(Map.class)
                .build();
        ChatClient.builder(ScriptedModel.asking(ScriptedModel.call("c1", "run", "{}")))
                .defaultAdvisors(ToolCallingAdvisor.builder()
                        .toolCallingManager(context.getBean(ToolCallingManager.class))
                        .build())
                .build()
                .prompt("run")
                .tools(run)
                .toolContext(Map.of(ChatMemory.CONVERSATION_ID, "s1"))
                .call()
                .content();
    }

    private static List<String> effects(ApplicationContext context) {
        return context.getBean(Payments.class).effects();
    }

    private interface Caller {

        void call(ApplicationContext context, Consumer<Payments> tool);
    }

    private interface Scenario {

        void play(ApplicationContext context, Caller tool);
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Payments payments() {
            return new Payments();
        }

        @Bean
        Orders orders() {
            return new Orders();
        }

        @Bean
        ToolCallingManager toolCallingManager() {
            return DefaultToolCallingManager.builder().build();
        }
    }

    /** Its method has the name of one of {@link Payments}. */
    static class Orders {

        @Tool(name = "order", description = "Orders something")
        @Idempotent
        public String pay(String what) {
            return what + "ed";
        }
    }
}
