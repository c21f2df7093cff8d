package io.github.idempotency.ai.model;

import java.io.UncheckedIOException;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyModelAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencySamplingAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.sampling.SamplesRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an application has of it that writes nothing but configuration. */
class ModelAutoConfigurationTests {

    private final ApplicationContextRunner application = Starts.application(Application.class)
            .withConfiguration(AutoConfigurations.of(
                    IdempotencySamplingAutoConfiguration.class, IdempotencyModelAutoConfiguration.class))
            .withPropertyValues(
                    "idempotency.retry.delay=0",
                    "idempotency.scopes.patient.retry.max-attempts=3",
                    "idempotency.scopes.patient.sampling.max-samples=2");

    @Test
    void clientsOfTheApplicationsBuilderAreGuardedWhereThatIsSaid() {
        Starts.run(application.withPropertyValues("idempotency.ai.model.enabled=true"), context -> {
            ScriptedModel model =
                    context.getBean(ScriptedModel.class).says("one").breaks().says("two");
            Assistant assistant = context.getBean(Assistant.class);
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> assistant.answer("key", ""));
            assertThat(assistant.answer("key", "")).isEqualTo("one, two");
            assertThat(model.asked()).isEqualTo(3);
        });
    }

    @Test
    void elsewhereTheyAreNot() {
        Starts.run(application, context -> {
            assertThat(context)
                    .doesNotHaveBean(ChatClientBuilderCustomizer.class)
                    .hasSingleBean(ModelStepAdvisor.class);
        });
    }

    /** The failed attempts are those of the scope; the other scope's first failure was its own. */
    @Test
    void retriesAndSamplesAreBoundedByTheScope() {
        Starts.run(application.withPropertyValues("idempotency.ai.model.enabled=true"), context -> {
            ScriptedModel model = context.getBean(ScriptedModel.class)
                    .breaks()
                    .breaks()
                    .answers("cut", "LENGTH")
                    .answers("cut", "LENGTH");
            Assistant assistant = context.getBean(Assistant.class);
            assertThatExceptionOfType(SamplesRejectedException.class)
                    .isThrownBy(() -> assistant.patient("key"))
                    .satisfies(ex -> assertThat(ex.errors()).hasSize(2));
            assertThat(model.asked()).isEqualTo(4);
        });
    }

    /**
     * It needs the client whose generations it judges. What it asks is not judged in turn, and is no step: the second
     * attempt, which judges nothing again, takes its steps where the first one has taken them.
     */
    @Test
    void aJudgeMayAskAModelItself() {
        Starts.run(
                application
                        .withUserConfiguration(JudgeConfiguration.class)
                        .withPropertyValues("idempotency.ai.model.enabled=true"),
                context -> {
                    ScriptedModel model = context.getBean(ScriptedModel.class)
                            .says("one")
                            .says("good")
                            .breaks()
                            .says("two")
                            .says("good")
                            .says("good");
                    Assistant assistant = context.getBean(Assistant.class);
                    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> assistant.answer("key", ""));
                    assertThat(assistant.answer("key", "")).isEqualTo("one, two");
                    assertThat(model.lastMessages())
                            .containsExactly(
                                    "first",
                                    "Good or bad: one",
                                    "second",
                                    "second",
                                    "Good or bad: two",
                                    "Good or bad: one, two");
                    // A sample and the generation in it are judged each.
                    model.says("three")
                            .says("bad")
                            .says("bad")
                            .says("four")
                            .says("good")
                            .says("good")
                            .says("good");
                    assertThat(assistant.patient("sampled")).isEqualTo("four");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class JudgeConfiguration {

        @Bean
        ChatClient.Builder chatClientBuilder(
                ScriptedModel model, ObjectProvider<ChatClientBuilderCustomizer> customizers) {
            ChatClient.Builder builder = ChatClient.builder(model);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder;
        }

        @Bean
        ResultValidator askingJudge(ChatClient.Builder builder) {
            ChatClient client = builder.build();
            return (scope, result) -> {
                String text =
                        result instanceof ChatResponse response ? ResponseJudge.text(response) : String.valueOf(result);
                return Node.ask(client, "Good or bad: " + text).equals("good")
                        ? Verdict.USABLE
                        : Verdict.rejected("it is bad");
            };
        }
    }

    @Test
    void lessThanOneAttemptIsAMistake() {
        application
                .withPropertyValues("idempotency.retry.max-attempts=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("retry.max-attempts is 0"));
    }

    static class Assistant {

        private final ChatClient client;

        private final ChatClient sampled;

        Assistant(ChatClient client, ChatClient sampled) {
            this.client = client;
            this.sampled = sampled;
        }

        @Idempotent(scope = "assistant", key = "#key")
        public String answer(String key, String text) {
            return Node.ask(client, "first") + ", " + Node.ask(client, "second");
        }

        @Idempotent(scope = "patient", key = "#key")
        public String patient(String key) {
            return Node.ask(sampled, "first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        ScriptedModel model() {
            return new ScriptedModel();
        }

        @Bean
        Assistant assistant(
                ScriptedModel model,
                ObjectProvider<ChatClientBuilderCustomizer> customizers,
                SamplingAdvisor sampling) {
            ChatClient.Builder builder = ChatClient.builder(model);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return new Assistant(
                    builder.clone().build(), builder.defaultAdvisors(sampling).build());
        }
    }
}
