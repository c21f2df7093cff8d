package io.github.idempotency.ai.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import org.junit.jupiter.api.Test;
import org.springframework.ai.mcp.McpToolUtils;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.spring.AsyncMcpAnnotationProviders;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyMcpAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.key.KeyOwnerResolver;
import io.github.idempotency.key.SecurityKeyOwnerResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guarded tools of asynchronous MCP servers: one that answers later, and one that blocks, which Spring AI runs on another
 * thread than the one that is asked for its answer.
 */
class AsynchronousMcpToolsITests {

    private static final RetryTemplate TWICE = new RetryTemplate(
            RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build());

    /**
     * Negative controls: without the hook of {@link LaterResult} a call of the tool that blocks has no key; where a failure is
     * not looked at when it comes, a used key with another request is refused without the code.
     */
    @Test
    void aCallWhoseAnswerWasLostIsReplayed() {
        run(context -> {
            try (McpPlace place = McpPlace.asynchronous(tools(context))) {
                isPaidOnce(context, place, "refund", "with a session");
                isPaidOnce(context, place, "pay", "with a session");
            }
            try (McpPlace place = McpPlace.asynchronousStateless(statelessTools(context))) {
                isPaidOnce(context, place, "refund", "without a session");
                isPaidOnce(context, place, "pay", "without a session");
            }
        });
    }

    private static void isPaidOnce(ApplicationContext context, McpPlace place, String tool, String key) {
        List<String> effects = tool.equals("pay")
                ? context.getBean(Payments.class).effects()
                : context.getBean(Refunds.class).effects();
        int before = effects.size();
        McpSyncClient client = place.client();
        place.network.loseNext();
        CallToolResult paid = new KeyedMcpCalls(client, "idempotencyKey", TWICE).callTool(request(tool, 100), key);
        assertThat(place.network.remaining()).as("an answer was lost").isZero();
        assertThat(text(paid)).contains("-" + (before + 1));

        CallToolResult other = client.callTool(keyed(tool, 1000, key));
        assertThat(other.isError()).isTrue();
        assertThat(other.meta()).containsEntry(KeyedTools.CODE, "idempotency_conflict");
        CallToolResult none = client.callTool(request(tool, 100));
        assertThat(none.isError()).isTrue();
        assertThat(none.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
        assertThat(effects).hasSize(before + 1);
    }

    /**
     * Servers hand calls on by few threads: others come while one has no answer yet. Negative control: with a call left on
     * the thread that has asked for its answer, the next one there that is no call of a client would take its key.
     */
    @Test
    void callsThatAreAnsweredLaterAreToldApart() {
        run(context -> {
            Refunds refunds = context.getBean(Refunds.class);
            Sinks.Empty<Void> bank = Sinks.empty();
            refunds.beforeEffect(bank.asMono());
            CompletableFuture<CallToolResult> one =
                    call(context, keyed("refund", 1, "one")).toFuture();
            CompletableFuture<CallToolResult> other =
                    call(context, keyed("refund", 2, "other")).toFuture();
            assertThat(McpCall.current()).isEmpty();
            bank.tryEmitEmpty();
            assertThat(List.of(text(one.join()), text(other.join())))
                    .containsExactlyInAnyOrder("refunded-1", "refunded-2");

            assertThat(text(call(context, keyed("refund", 1, "one")).block())).isEqualTo(text(one.join()));
            assertThat(text(call(context, keyed("refund", 2, "other")).block())).isEqualTo(text(other.join()));
            assertThat(refunds.effects()).containsExactlyInAnyOrder("bob 1", "bob 2");
        });
    }

    /** Negative control: where nobody takes back that it has failed, the next one gets its answer and has no effect. */
    @Test
    void aCallThatSucceedsWhenItIsSubscribedToAgainIsNotTheNextOneToo() {
        run(context -> {
            Refunds refunds = context.getBean(Refunds.class);
            AtomicInteger tries = new AtomicInteger();
            refunds.beforeEffect(Mono.defer(() ->
                    tries.incrementAndGet() == 1 ? Mono.error(new IllegalStateException("closed")) : Mono.empty()));
            McpStatelessServerFeatures.AsyncToolSpecification twice =
                    KeyedTools.keyed(new McpStatelessServerFeatures.AsyncToolSpecification(
                            McpSchema.Tool.builder("twice", Map.of("type", "object"))
                                    .build(),
                            (transport, request) -> {
                                String first = refunds.refund("bob", 1).retry(1).block();
                                String second = refunds.refund("bob", 1).block();
                                return Mono.just(CallToolResult.builder()
                                        .addTextContent(first + ", " + second)
                                        .build());
                            }));
            CallToolResult result = twice.callHandler()
                    .apply(McpTransportContext.EMPTY, keyed("twice", 1, "k1"))
                    .block();
            assertThat(text(result)).isEqualTo("refunded-1, refunded-2");
            assertThat(refunds.effects()).hasSize(2);
        });
    }

    @Test
    void noToolRunsOnAThreadOfTheServerThatMustNotWait() {
        run(context -> {
            List<Boolean> where = new CopyOnWriteArrayList<>();
            context.getBean(Payments.class).beforeEffect(() -> where.add(Schedulers.isInNonBlockingThread()));
            context.getBean(Refunds.class)
                    .beforeEffect(Mono.fromRunnable(() -> where.add(Schedulers.isInNonBlockingThread())));
            for (String tool : List.of("refund", "pay")) {
                Mono<CallToolResult> call = Mono.defer(() -> {
                    where.add(Schedulers.isInNonBlockingThread());
                    return call(context, keyed(tool, 100, "k1"));
                });
                assertThat(text(call.subscribeOn(Schedulers.parallel()).block()))
                        .contains("-1");
            }
            assertThat(where).as("asked for, run, asked for, run").containsExactly(true, false, true, false);
        });
    }

    @Test
    void aToolThatGoesOnOnAThreadOfItsOwnIsToldThatItsCallIsNotKnownThere() {
        run(context -> {
            Payments payments = context.getBean(Payments.class);
            CallToolResult refusal = KeyedTools.keyed(new McpStatelessServerFeatures.AsyncToolSpecification(
                            statelessTools(context).get(0).tool(),
                            (transport, request) -> Mono.fromFuture(CompletableFuture.supplyAsync(
                                            () -> payments.pay("bob", 100), task -> new Thread(task).start()))
                                    .map(paid -> CallToolResult.builder()
                                            .addTextContent(paid)
                                            .build())))
                    .callHandler()
                    .apply(McpTransportContext.EMPTY, keyed("pay", 100, "k1"))
                    .block();
            assertThat(refusal.meta()).containsEntry(KeyedTools.CODE, "idempotency_key_required");
            assertThat(text(refusal)).endsWith("'idempotencyKey' of the call, which is not known on this thread");
            assertThat(payments.effects()).isEmpty();
        });
    }

    /** Reactor takes along what other libraries keep by thread only if it is told to. */
    @Test
    void theOwnerIsLookedForOnTheThreadThatIsAskedAndForAToolThatBlocksOnItsOwn() {
        run(Starts.application(Shop.class, Callers.class), context -> {
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("alice", "", "user"));
            try {
                assertThat(text(call(context, keyed("refund", 100, "k1")).block()))
                        .isEqualTo("refunded-1");
                CallToolResult refusal = call(context, keyed("pay", 100, "k1")).block();
                assertThat(refusal.isError()).isTrue();
                assertThat(refusal.meta()).containsEntry(KeyedTools.CODE, "idempotency_owner_required");
                Hooks.enableAutomaticContextPropagation();
                assertThat(text(call(context, keyed("pay", 100, "k1")).block())).contains("paid-1");
            } finally {
                Hooks.disableAutomaticContextPropagation();
                SecurityContextHolder.clearContext();
            }
        });
    }

    private static Mono<CallToolResult> call(ApplicationContext context, CallToolRequest request) {
        return statelessTools(context).stream()
                .filter(tool -> tool.tool().name().equals(request.name()))
                .findFirst()
                .orElseThrow()
                .callHandler()
                .apply(McpTransportContext.EMPTY, request);
    }

    private static CallToolRequest request(String tool, int amount) {
        return CallToolRequest.builder(tool)
                .arguments(Map.of("to", "bob", "amount", amount))
                .build();
    }

    private static CallToolRequest keyed(String tool, int amount, String key) {
        return new CallToolRequest(tool, Map.of("to", "bob", "amount", amount), Map.of("idempotencyKey", key));
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    private static List<McpServerFeatures.AsyncToolSpecification> tools(ApplicationContext context) {
        List<McpServerFeatures.AsyncToolSpecification> tools = new ArrayList<>();
        tools.add(context.getBean("alone", McpServerFeatures.AsyncToolSpecification.class));
        ((List<?>) context.getBean("listed"))
                .forEach(tool -> tools.add((McpServerFeatures.AsyncToolSpecification) tool));
        return tools;
    }

    private static List<McpStatelessServerFeatures.AsyncToolSpecification> statelessTools(ApplicationContext context) {
        List<McpStatelessServerFeatures.AsyncToolSpecification> tools = new ArrayList<>();
        tools.add(context.getBean("statelessAlone", McpStatelessServerFeatures.AsyncToolSpecification.class));
        ((List<?>) context.getBean("statelessListed"))
                .forEach(tool -> tools.add((McpStatelessServerFeatures.AsyncToolSpecification) tool));
        return tools;
    }

    private static void run(Scenario scenario) {
        run(Starts.application(Shop.class), scenario);
    }

    private static void run(ApplicationContextRunner application, Scenario scenario) {
        application
                .withConfiguration(AutoConfigurations.of(IdempotencyMcpAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    scenario.play(context);
                });
    }

    private interface Scenario {

        void play(ApplicationContext context) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
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
        McpServerFeatures.AsyncToolSpecification alone(Payments payments) {
            return McpToolUtils.toAsyncToolSpecification(pay(payments));
        }

        @Bean
        List<McpServerFeatures.AsyncToolSpecification> listed(Refunds refunds) {
            return AsyncMcpAnnotationProviders.toolSpecifications(List.of(refunds));
        }

        @Bean
        McpStatelessServerFeatures.AsyncToolSpecification statelessAlone(Payments payments) {
            return McpToolUtils.toStatelessAsyncToolSpecification(pay(payments), null);
        }

        @Bean
        List<McpStatelessServerFeatures.AsyncToolSpecification> statelessListed(Refunds refunds) {
            return AsyncMcpAnnotationProviders.statelessToolSpecifications(List.of(refunds));
        }

        private static ToolCallback pay(Payments payments) {
            for (ToolCallback callback : ToolCallbacks.from(payments)) {
                if (callback.getToolDefinition().name().equals("pay")) {
                    return callback;
                }
            }
            throw new IllegalArgumentException("pay");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Callers {

        @Bean
        KeyOwnerResolver owners() {
            return new SecurityKeyOwnerResolver()::resolveOwner;
        }
    }

    /** Of a class that a proxy can extend. */
    public static class Refunds {

        private final List<String> effects = new CopyOnWriteArrayList<>();

        private final AtomicInteger count = new AtomicInteger();

        private volatile Mono<?> beforeEffect = Mono.empty();

        List<String> effects() {
            return effects;
        }

        void beforeEffect(Mono<?> beforeEffect) {
            this.beforeEffect = beforeEffect;
        }

        @McpTool(name = "refund", description = "Pays somebody back")
        @Idempotent
        public Mono<String> refund(String to, int amount) {
            return beforeEffect.then(Mono.fromCallable(() -> {
                effects.add(to + " " + amount);
                return "refunded-" + count.incrementAndGet();
            }));
        }
    }
}
