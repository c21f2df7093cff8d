package io.github.idempotency.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.resolution.StaticToolCallbackResolver;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.ai.tool.ScriptedModel;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Applications of Spring AI with beans of their own for tool calling, which go on to start and to run. */
@ExtendWith(OutputCaptureExtension.class)
class ToolCallingDecorationTests {

    private static final AutoConfigurations TOOLS = AutoConfigurations.of(IdempotencyToolAutoConfiguration.class);

    private final List<String> effects = new CopyOnWriteArrayList<>();

    /** The starter is there, a model calls tools, and nobody has asked for any guard. */
    @Test
    void anApplicationThatGuardsNothingNeedsNoStore() {
        Starts.withoutStore(Agent.class, Heard.class).withConfiguration(TOOLS).run(context -> {
            assertThat(context).hasNotFailed();
            turn(context.getBean(ToolCallingManager.class), null);
            turn(context.getBean(ToolCallingManager.class), null);
            assertThat(effects).hasSize(2);
            assertThat(context.getBean(Heard.class).events)
                    .extracting(IdempotencyEvent::type, IdempotencyEvent::scope)
                    .containsOnly(
                            org.assertj.core.groups.Tuple.tuple(IdempotencyEvent.Type.IGNORED, "tool.send_email"));
        });
    }

    @Test
    void aCallThatCannotBeToldFromOthersIsRefusedWhereThatIsAskedFor() {
        refused("idempotency.ai.tools.required=true");
        refused("idempotency.scopes.[tool.send_email].required=true");
        refused("idempotency.ai.tools.effect=irreversible");
        refused("idempotency.scopes.[tool.send_email].effect=irreversible");
    }

    private void refused(String property) {
        Starts.application(Agent.class)
                .withConfiguration(TOOLS)
                .withPropertyValues(property)
                .run(context -> assertThatExceptionOfType(IdempotencyException.class)
                        .isThrownBy(() -> turn(context.getBean(ToolCallingManager.class), null))
                        .extracting(IdempotencyException::problem)
                        .isEqualTo(IdempotencyProblem.KEY_MISSING));
        assertThat(effects).isEmpty();
    }

    @Test
    void anIrreversibleToolRunsUnprotectedWhereThatIsAskedFor() {
        Starts.application(Agent.class)
                .withConfiguration(TOOLS)
                .withPropertyValues("idempotency.ai.tools.required=false", "idempotency.ai.tools.effect=irreversible")
                .run(context -> turn(context.getBean(ToolCallingManager.class), null));
        assertThat(effects).hasSize(1);
    }

    /** Also one that is a proxy already. */
    @Test
    void aManagerKeepsItsClassAndIsGuarded() {
        Starts.application(OpenBeans.class).withConfiguration(TOOLS).run(context -> {
            assertThat(context).hasNotFailed();
            ByOpenClass beans = context.getBean(ByOpenClass.class);
            assertThat(beans.any).isSameAs(beans.resolver);
            turn(beans.manager, "s1");
            turn(beans.manager, "s1");
            assertThat(effects).hasSize(1);
        });
    }

    /** No class can stand in for a final one: what wants it gets the bean itself, and the log says what to inject instead. */
    @Test
    void aFinalClassThatIsInjectedIsTheBeanItself(CapturedOutput output) {
        Starts.application(FinalBeans.class).withConfiguration(TOOLS).run(context -> {
            assertThat(context).hasNotFailed();
            ByClass beans = context.getBean(ByClass.class);
            turn(beans.guarded, "s1");
            turn(beans.guarded, "s1");
            assertThat(effects).as("by its interface").hasSize(1);
            turn(beans.plain, "s1");
            assertThat(effects).as("by its class").hasSize(2);
            assertThat(output)
                    .containsOnlyOnce("'finalManager'")
                    .contains(DefaultToolCallingManager.class.getName(), "inject ToolCallingManager");
        });
    }

    /** By its name each of them can be had as its interface. By its class it would be whichever comes last. */
    @Test
    void ofSeveralBeansOfOneFinalClassNoneIsInjectedAsThat(CapturedOutput output) {
        Starts.application(TwoFinalBeans.class).withConfiguration(TOOLS).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(ByName.class).one)
                    .isSameAs(context.getBean("oneManager"))
                    .isNotSameAs(context.getBean("otherManager"));
            assertThat(context.getBean(Wanting.class).plain).isNull();
            assertThat(output)
                    .containsOnlyOnce("[oneManager, otherManager]")
                    .contains(DefaultToolCallingManager.class.getName(), "Inject ToolCallingManager");
        });
    }

    /** The control: who injects the interface hears nothing. */
    @Test
    void aFinalClassThatNobodyInjectsIsNotSpokenOf(CapturedOutput output) {
        Starts.application(Agent.class)
                .withConfiguration(TOOLS)
                .run(context -> assertThat(context.getBean(ToolCallingManager.class))
                        .isNotInstanceOf(DefaultToolCallingManager.class));
        assertThat(output).doesNotContain("inject ToolCallingManager");
    }

    private void turn(ToolCallingManager manager, String session) {
        ChatClient.ChatClientRequestSpec request = ChatClient.builder(
                        ScriptedModel.asking(ScriptedModel.call("c1", "send_email", "{\"to\": \"bob\"}")))
                .defaultAdvisors(
                        ToolCallingAdvisor.builder().toolCallingManager(manager).build())
                .build()
                .prompt("tell bob")
                .tools(FunctionToolCallback.builder("send_email", (Map<String, Object> input) -> {
                            effects.add("email");
                            return "sent";
                        })
                        .description("Sends an email")
                        .inputType(Map.class)
                        .build());
        if (session != null) {
            request.toolContext(Map.of(ChatMemory.CONVERSATION_ID, session));
        }
        request.call().content();
    }

    static class OpenManager implements ToolCallingManager {

        private final ToolCallingManager manager =
                DefaultToolCallingManager.builder().build();

        OpenManager(String noDefaultConstructor) {}

        @Override
        public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
            return manager.resolveToolDefinitions(options);
        }

        @Override
        public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
            return manager.executeToolCalls(prompt, response);
        }
    }

    record ByOpenClass(OpenManager manager, StaticToolCallbackResolver resolver, ToolCallbackResolver any) {}

    record ByClass(DefaultToolCallingManager plain, ToolCallingManager guarded) {}

    record ByName(ToolCallingManager one) {}

    record Wanting(DefaultToolCallingManager plain) {}

    static class Heard implements IdempotencyListener {

        final List<IdempotencyEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void on(IdempotencyEvent event) {
            events.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Agent {

        @Bean
        ToolCallingManager toolCallingManager() {
            return DefaultToolCallingManager.builder().build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpenBeans {

        @Bean
        OpenManager openManager(StaticToolCallbackResolver resolver) {
            ProxyFactory aspects = new ProxyFactory(new OpenManager("made by hand"));
            aspects.setProxyTargetClass(true);
            return (OpenManager) aspects.getProxy();
        }

        @Bean
        StaticToolCallbackResolver resolver() {
            return new StaticToolCallbackResolver(List.of());
        }

        @Bean
        ByOpenClass byOpenClass(OpenManager manager, StaticToolCallbackResolver resolver, ToolCallbackResolver any) {
            return new ByOpenClass(manager, resolver, any);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FinalBeans {

        @Bean
        DefaultToolCallingManager finalManager() {
            return DefaultToolCallingManager.builder().build();
        }

        // Before the manager is made, and under its name.
        @Bean
        ByClass byClass(DefaultToolCallingManager finalManager, ToolCallingManager guarded) {
            return new ByClass(finalManager, guarded);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoFinalBeans {

        @Bean
        DefaultToolCallingManager oneManager() {
            return DefaultToolCallingManager.builder().build();
        }

        @Bean
        DefaultToolCallingManager otherManager() {
            return DefaultToolCallingManager.builder().build();
        }

        @Bean
        ByName byName(@Qualifier("oneManager") ToolCallingManager one) {
            return new ByName(one);
        }

        @Bean
        Wanting wanting(@Qualifier("oneManager") Optional<DefaultToolCallingManager> plain) {
            return new Wanting(plain.orElse(null));
        }
    }
}
