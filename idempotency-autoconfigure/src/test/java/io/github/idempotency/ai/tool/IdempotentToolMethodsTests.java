package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.autoconfigure.IdempotencyToolAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.Reconciler;

import static io.github.idempotency.ai.tool.ScriptedModel.asking;
import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tools that are guarded by an annotation of their own, in an application whose tool calls are guarded, or are not. */
class IdempotentToolMethodsTests {

    private static final String PAY = "{\"invoice\": \"i1\", \"amount\": 100}";

    private final ApplicationContextRunner application = Starts.application(Agent.class)
            .withConfiguration(AutoConfigurations.of(IdempotencyToolAutoConfiguration.class));

    @Test
    void theManagerBeanIsDecorated() {
        application.run(context -> {
            assertThat(context.getBean(ToolCallingManager.class)).isInstanceOf(GuardedToolCalling.class);
            turn(context, "c1", PAY);
            turn(context, "c1", PAY);
            assertThat(context.getBean(Invoices.class).effects()).hasSize(1);
        });
    }

    @Test
    void theManagerIsLeftAloneWhereToolsAreNotGuarded() {
        application
                .withPropertyValues("idempotency.ai.tools.enabled=false")
                .run(context -> assertThat(context.getBean(ToolCallingManager.class))
                        .isInstanceOf(DefaultToolCallingManager.class));
    }

    /** Two ids are two calls to the runtime; to the tool they are one invoice. */
    @Test
    void theKeyOfTheMethodIsItsOwnWhateverTheCallsIdIs() {
        application.run(context -> {
            String first = turn(context, "c1", PAY);
            assertThat(turn(context, "c2", PAY)).isEqualTo(first.replace("c1", "c2"));
            assertThat(context.getBean(Invoices.class).effects()).containsExactly("i1 100");
        });
    }

    @Test
    void theMethodIsGuardedWithoutTheManagerToo() {
        application.withPropertyValues("idempotency.ai.tools.enabled=false").run(context -> {
            turn(context, "c1", PAY);
            turn(context, "c2", PAY);
            assertThat(context.getBean(Invoices.class).effects()).hasSize(1);
        });
    }

    /** As text for the model it would be answered with another call. */
    @Test
    void aRefusalOfTheMethodIsNoTextForTheModel() {
        application.run(context -> {
            turn(context, "c1", PAY);
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> turn(context, "c2", PAY.replace("100", "1000")))
                    .extracting(IdempotencyException::problem)
                    .isEqualTo(IdempotencyProblem.KEY_REUSED);
            assertThat(context.getBean(Invoices.class).effects()).hasSize(1);
        });
    }

    @Test
    void settingsOfAToolAreThoseOfItsScope() {
        application
                .withPropertyValues(
                        "idempotency.ai.tools.effect=irreversible",
                        "idempotency.scopes.[tool.pay_invoice].effect=repeatable",
                        "idempotency.ai.tools.read-only=clock",
                        "idempotency.ai.tools.session=session")
                .run(context -> {
                    ToolPolicies policies = context.getBean(ToolPolicies.class);
                    assertThat(policies.of("pay_invoice").policy().effect()).hasToString("REPEATABLE");
                    assertThat(policies.of("other").policy().effect()).hasToString("IRREVERSIBLE");
                    assertThat(context.getBean(GuardedTools.class).isReadOnly("clock"))
                            .isTrue();
                });
    }

    /** What it threw may have followed its effect. Who can tell is asked, and the tool does not run again. */
    @Test
    void aReconcilerSaysWhatBecameOfATool() {
        AtomicInteger runs = new AtomicInteger();
        ToolCallback wire = FunctionToolCallback.builder("wire", (Map<String, Object> input) -> failing(runs))
                .description("Wires money")
                .inputType(Map.class)
                .build();
        application
                .withBean("wires", Reconciler.class, () -> execution -> Reconciliation.happened("wired"))
                .withPropertyValues(
                        "idempotency.scopes.[tool.wire].effect=irreversible",
                        "idempotency.scopes.[tool.wire].reconcile-with=wires")
                .run(context -> {
                    assertThat(turn(context, call("c1", "wire", "{}"), wire)).isEqualTo("c1=connection reset");
                    assertThat(turn(context, call("c1", "wire", "{}"), wire)).isEqualTo("c1=wired");
                    assertThat(turn(context, call("c1", "wire", "{}"), wire)).isEqualTo("c1=wired");
                });
        assertThat(runs).hasValue(1);
    }

    private static String failing(AtomicInteger runs) {
        runs.incrementAndGet();
        throw new IllegalStateException("connection reset");
    }

    @Test
    void mistakesStopTheStart() {
        isTold("on-in-progress=attach", "The tool 'pay_invoice'", "onInProgress = ATTACH");
        isTold("key=#a", "has a key", "@Idempotent");
        isTold("fingerprint=#a", "has a fingerprint", "off");
        isTold("succeeded-when=#result != null", "has succeededWhen", "on the tool's method");
        isTold("reconcile-with=nobody", "only irreversible work");
        isTold("profile=gone", "idempotency.profiles.gone");
    }

    private void isTold(String setting, String... what) {
        FailureAnalysis analysis =
                Starts.failure(application.withPropertyValues("idempotency.scopes.[tool.pay_invoice]." + setting));
        assertThat(analysis.getDescription()).contains(what);
        assertThat(analysis.getAction()).contains("idempotency.scopes.[tool.pay_invoice]");
    }

    private static String turn(ApplicationContext context, String id, String arguments) {
        return turn(context, call(id, "pay_invoice", arguments), context.getBean(Invoices.class));
    }

    private static String turn(ApplicationContext context, AssistantMessage.ToolCall call, Object tool) {
        return String.valueOf(ChatClient.builder(asking(call))
                .defaultAdvisors(ToolCallingAdvisor.builder()
                        .toolCallingManager(context.getBean(ToolCallingManager.class))
                        .build())
                .build()
                .prompt("pay it")
                .tools(tool)
                .toolContext(Map.of(ChatMemory.CONVERSATION_ID, "s1", "trace", call.id()))
                .call()
                .content());
    }

    @Configuration(proxyBeanMethods = false)
    static class Agent {

        @Bean
        ToolCallingManager toolCallingManager() {
            return DefaultToolCallingManager.builder().build();
        }

        @Bean
        Invoices invoices() {
            return new Invoices();
        }
    }

    /** Public, because the framework cannot call a public method of another class behind its proxy. */
    public static class Invoices {

        private final List<String> effects = new CopyOnWriteArrayList<>();

        List<String> effects() {
            return effects;
        }

        /** What the model says and what the runtime says beside it are two things: the context is in no fingerprint. */
        @Tool(name = "pay_invoice", description = "Pays an invoice")
        @Idempotent(key = "#invoice", fingerprint = "#amount")
        public String pay(String invoice, int amount, ToolContext context) {
            effects.add(invoice + " " + amount);
            return "paid-" + effects.size();
        }
    }
}
