package io.github.idempotency.ai.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.mcp.McpToolNamePrefixGenerator;
import org.springframework.ai.mcp.McpToolUtils;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.mcp.ToolContextToMcpMetaConverter;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

import io.github.idempotency.ai.tool.GuardedTools;
import io.github.idempotency.ai.tool.ScriptedModel;
import io.github.idempotency.autoconfigure.IdempotencyMcpAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyToolAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Guarded tools of an MCP server, called by the SDK's client over HTTP. */
class McpToolsITests {

    private static final RetryTemplate TWICE = new RetryTemplate(
            RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build());

    private static final CallToolRequest PAY = CallToolRequest.builder("pay")
            .arguments(Map.of("to", "bob", "amount", 100))
            .build();

    private final ApplicationContextRunner application = Starts.application(Shop.class)
            .withConfiguration(AutoConfigurations.of(
                    IdempotencyToolAutoConfiguration.class, IdempotencyMcpAutoConfiguration.class));

    @Test
    void aCallWhoseAnswerWasLostIsReplayed() {
        run(application, (place, context) -> {
            KeyedMcpCalls calls = new KeyedMcpCalls(place.client(), "idempotencyKey", TWICE);
            place.network.loseNext();
            CallToolResult result = calls.callTool(PAY);
            assertThat(place.network.remaining()).as("an answer was lost").isZero();
            assertThat(text(result)).isEqualTo("\"paid-1\"");
            assertThat(effects(context)).containsExactly("bob 100");
            calls.callTool(PAY);
            assertThat(effects(context)).as("another call has another key").hasSize(2);
        });
    }

    /** The control: without the key the client's retry pays twice. */
    @Test
    void withoutAKeyARetryAfterALostAnswerRunsAgain() {
        run(application, (place, context) -> {
            McpSyncClient client = place.client();
            CallToolRequest remind = CallToolRequest.builder("remind")
                    .arguments(Map.of("to", "bob"))
                    .build();
            place.network.loseNext();
            assertThatException().isThrownBy(() -> client.callTool(remind));
            client.callTool(remind);
            assertThat(effects(context)).containsExactly("remind bob", "remind bob");
        });
    }

    @Test
    void aKeyIsItsOwnersInEverySession() {
        run(application, (place, context) -> {
            assertThat(text(pay(place.client(), "k1", 100))).isEqualTo("\"paid-1\"");
            assertThat(text(pay(place.client(), "k1", 100))).isEqualTo("\"paid-1\"");
            assertThat(text(pay(place.client(), "k2", 100))).isEqualTo("\"paid-2\"");
        });
    }

    @Test
    void otherArgumentsUnderAUsedKeyAreRefused() {
        run(application, (place, context) -> {
            McpSyncClient client = place.client();
            pay(client, "k1", 100);
            CallToolResult refused = pay(client, "k1", 1000);
            assertThat(refused.isError()).isTrue();
            assertThat(refused.meta()).containsEntry(KeyedTools.CODE, "idempotency_conflict");
            assertThat(effects(context)).containsExactly("bob 100");
        });
    }

    @Test
    void aCallWithoutKeyIsRefusedAndToldWhereToPutIt() {
        run(application, (place, context) -> {
            CallToolResult refused = place.client().callTool(PAY);
            assertThat(refused.isError()).isTrue();
            assertThat(refused.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
            assertThat(text(refused)).contains("_meta field 'idempotencyKey'");
            CallToolResult number =
                    place.client().callTool(new CallToolRequest("pay", PAY.arguments(), Map.of("idempotencyKey", 1)));
            assertThat(number.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_invalid");
            assertThat(effects(context)).isEmpty();
        });
    }

    @Test
    void aCallWithoutKeyIsItsSessionAndArgumentsWhereThatIsChosen() {
        run(
                application.withPropertyValues(
                        "idempotency.ai.mcp.missing-key=session-and-arguments",
                        "idempotency.ai.mcp.meta-field=orderKey"),
                (place, context) -> {
                    McpSyncClient client = place.client();
                    assertThat(text(client.callTool(PAY))).isEqualTo("\"paid-1\"");
                    assertThat(text(client.callTool(PAY))).isEqualTo("\"paid-1\"");
                    assertThat(text(place.client().callTool(PAY))).isEqualTo("\"paid-2\"");
                    CallToolRequest keyed = new CallToolRequest("pay", PAY.arguments(), Map.of("orderKey", "k1"));
                    assertThat(text(client.callTool(keyed))).isEqualTo("\"paid-3\"");
                });
    }

    /** Broken on purpose to see it fail: a refusal that is taken for the answer is never asked for again, and nobody goes on. */
    @Test
    void aCallThatStillRunsIsAskedForAgain() {
        run(application, (place, context) -> {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            context.getBean(Payments.class).beforeEffect(() -> {
                running.countDown();
                await(go);
            });
            McpSyncClient one = place.client();
            CompletableFuture<CallToolResult> first = CompletableFuture.supplyAsync(() -> pay(one, "k1", 100));
            await(running);
            RetryTemplate retries = new RetryTemplate(
                    RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build());
            retries.setRetryListener(new RetryListener() {
                @Override
                public void beforeRetry(RetryPolicy policy, Retryable<?> retryable) {
                    go.countDown();
                    first.join();
                }
            });
            CallToolResult second = new KeyedMcpCalls(place.client(), "idempotencyKey", retries).callTool(PAY, "k1");
            assertThat(text(second)).isEqualTo(text(first.join())).isEqualTo("\"paid-1\"");
            assertThat(effects(context)).hasSize(1);
        });
    }

    /** Spring AI makes a text of the lost answer; the turn is run again, and the server is sent the same key. */
    @Test
    void anAgentThatLostAnAnswerSendsTheSameKeyAgain() {
        run(application, (place, context) -> {
            Object tools = callbacks(place, context, McpToolNamePrefixGenerator.noPrefix());
            place.network.loseNext();
            turn(context, "c1", tools);
            assertThat(place.network.remaining()).isZero();
            assertThat(turn(context, "c1", tools)).contains("paid-1");
            assertThat(effects(context)).containsExactly("bob 100");
        });
    }

    /** The same methods, called by a model of their own application. */
    @Test
    void aToolOfItsOwnApplicationTakesTheKeyOfTheToolCall() {
        run(application, (place, context) -> {
            Payments payments = context.getBean(Payments.class);
            assertThat(turn(context, "c1", payments)).isEqualTo(turn(context, "c1", payments));
            turn(context, "c2", payments);
            assertThat(effects(context)).hasSize(2);
        });
    }

    @Test
    void hintsAreBelievedOfTrustedServersOnly() {
        run(application.withPropertyValues("idempotency.ai.tools.trusted-mcp-servers=payments"), (place, context) -> {
            callbacks(place, context, context.getBean(McpToolNamePrefixGenerator.class));
            GuardedTools tools = context.getBean(GuardedTools.class);
            assertThat(tools.isReadOnly("balance")).isTrue();
            assertThat(tools.isReadOnly("pay")).isFalse();
        });
        run(application.withPropertyValues("idempotency.ai.tools.trusted-mcp-servers=other"), (place, context) -> {
            callbacks(place, context, context.getBean(McpToolNamePrefixGenerator.class));
            assertThat(context.getBean(GuardedTools.class).isReadOnly("balance"))
                    .isFalse();
        });
    }

    /** A call that is idempotent by itself is sent as often as it is asked for; of anybody else it is guarded all the same. */
    @Test
    void aHintThatACallIsIdempotentIsBelievedOfTrustedServersOnly() {
        run(
                application.withPropertyValues("idempotency.ai.tools.trusted-mcp-servers=payments"),
                (place, context) -> isNudgedTwice(place, context, 2));
        run(
                application.withPropertyValues("idempotency.ai.tools.trusted-mcp-servers=other"),
                (place, context) -> isNudgedTwice(place, context, 1));
    }

    private static void isNudgedTwice(McpPlace place, ApplicationContext context, int effects) {
        Object tools = callbacks(place, context, context.getBean(McpToolNamePrefixGenerator.class));
        String first = turn(context, "c1", "nudge", "{\"to\": \"bob\"}", tools);
        assertThat(turn(context, "c1", "nudge", "{\"to\": \"bob\"}", tools))
                .isEqualTo(first.replace("reminded-1", "reminded-" + effects));
        assertThat(effects(context)).hasSize(effects).containsOnly("remind bob");
    }

    @Test
    void noKeyIsSentWhereNoneShouldBe() {
        run(application.withPropertyValues("idempotency.ai.mcp.send-keys=false"), (place, context) -> {
            Object tools = callbacks(place, context, McpToolNamePrefixGenerator.noPrefix());
            assertThat(turn(context, "c1", tools)).contains("_meta field 'idempotencyKey'");
            assertThat(effects(context)).isEmpty();
        });
    }

    private static Object callbacks(McpPlace place, ApplicationContext context, McpToolNamePrefixGenerator names) {
        return List.of(SyncMcpToolCallbackProvider.builder()
                .addMcpClient(place.client())
                .toolNamePrefixGenerator(names)
                .toolContextToMcpMetaConverter(context.getBeanProvider(ToolContextToMcpMetaConverter.class)
                        .getIfAvailable(ToolContextToMcpMetaConverter::defaultConverter))
                .build()
                .getToolCallbacks());
    }

    private static String turn(ApplicationContext context, String id, Object tools) {
        return turn(context, id, "pay", "{\"to\": \"bob\", \"amount\": 100}", tools);
    }

    private static String turn(ApplicationContext context, String id, String tool, String arguments, Object tools) {
        ScriptedModel model = ScriptedModel.asking(ScriptedModel.call(id, tool, arguments));
        return String.valueOf(ChatClient.builder(model)
                .defaultAdvisors(ToolCallingAdvisor.builder()
                        .toolCallingManager(context.getBean(ToolCallingManager.class))
                        .build())
                .build()
                .prompt("pay bob")
                .tools(tools instanceof List<?> callbacks ? callbacks.toArray() : new Object[] {tools})
                .toolContext(Map.of(ChatMemory.CONVERSATION_ID, "s1"))
                .call()
                .content());
    }

    private static CallToolResult pay(McpSyncClient client, String key, int amount) {
        return client.callTool(
                new CallToolRequest("pay", Map.of("to", "bob", "amount", amount), Map.of("idempotencyKey", key)));
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static List<String> effects(ApplicationContext context) {
        return context.getBean(Payments.class).effects();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void run(ApplicationContextRunner application, Conversation conversation) {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            @SuppressWarnings("unchecked")
            List<SyncToolSpecification> tools = (List<SyncToolSpecification>) context.getBean("tools", List.class);
            try (McpPlace place = new McpPlace(tools)) {
                conversation.hold(place, context);
            }
        });
    }

    private interface Conversation {

        void hold(McpPlace place, ApplicationContext context) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Payments payments() {
            return new Payments();
        }

        @Bean
        ToolCallingManager toolCallingManager() {
            return DefaultToolCallingManager.builder().build();
        }

        @Bean
        McpToolNamePrefixGenerator names() {
            return McpToolNamePrefixGenerator.noPrefix();
        }

        /** As Spring AI has them: all in one bean. */
        @Bean
        List<SyncToolSpecification> tools(Payments payments) {
            List<SyncToolSpecification> tools = McpToolUtils.toSyncToolSpecifications(ToolCallbacks.from(payments));
            SyncToolSpecification remind = tools.stream()
                    .filter(tool -> tool.tool().name().equals("remind"))
                    .findFirst()
                    .orElseThrow();
            return List.of(
                    tools.get(0),
                    tools.get(1),
                    hinted(
                            "balance",
                            remind,
                            ToolAnnotations.builder().readOnlyHint(true).build()),
                    hinted(
                            "nudge",
                            remind,
                            ToolAnnotations.builder().idempotentHint(true).build()));
        }

        private static SyncToolSpecification hinted(String name, SyncToolSpecification like, ToolAnnotations hints) {
            Tool tool = Tool.builder(name, like.tool().inputSchema())
                    .annotations(hints)
                    .build();
            return new SyncToolSpecification(tool, like.callHandler());
        }
    }
}
