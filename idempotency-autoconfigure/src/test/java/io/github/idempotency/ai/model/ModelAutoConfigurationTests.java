package io.github.idempotency.ai.model;

import java.io.UncheckedIOException;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyModelAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencySamplingAutoConfiguration;
import io.github.idempotency.autoconfigure.Starts;
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
