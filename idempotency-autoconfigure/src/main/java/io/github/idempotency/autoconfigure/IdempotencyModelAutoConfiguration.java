package io.github.idempotency.autoconfigure;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

import io.github.idempotency.ai.model.FinishReasonValidator;
import io.github.idempotency.ai.model.ModelStepAdvisor;
import io.github.idempotency.ai.model.ModelSteps;
import io.github.idempotency.ai.model.ResponseJudge;
import io.github.idempotency.ai.model.SamplingAdvisor;
import io.github.idempotency.ai.model.StepContextAdvisor;
import io.github.idempotency.ai.model.UnguardedValidator;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.sampling.Sampling;

/** Auto-configuration of generations as steps of guarded calls, where there is Spring AI. */
@AutoConfiguration(after = IdempotencySamplingAutoConfiguration.class)
@ConditionalOnClass({ChatClient.class, ChatModel.class})
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@EnableConfigurationProperties(IdempotencyModelProperties.class)
public final class IdempotencyModelAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FinishReasonValidator idempotencyFinishReasonValidator() {
        return new FinishReasonValidator();
    }

    @Bean
    ModelSteps idempotencyModelSteps(GuardedSteps steps, ObjectProvider<ResultValidator> validators) {
        return new ModelSteps(steps, all(validators));
    }

    @Bean
    StepContextAdvisor idempotencyStepContextAdvisor(GuardedSteps steps) {
        return new StepContextAdvisor(steps);
    }

    @Bean
    ModelStepAdvisor idempotencyModelStepAdvisor(ModelSteps steps) {
        return new ModelStepAdvisor(steps);
    }

    @Bean
    SamplingAdvisor idempotencySamplingAdvisor(Sampling sampling, ObjectProvider<ResultValidator> validators) {
        return new SamplingAdvisor(sampling, all(validators), ResponseJudge.NONE);
    }

    @Bean
    @ConditionalOnBooleanProperty("idempotency.ai.model.enabled")
    ChatClientBuilderCustomizer idempotencyChatClientCustomizer(StepContextAdvisor context, ModelStepAdvisor steps) {
        return client -> client.defaultAdvisors(context, steps);
    }

    private static ResultValidator all(ObjectProvider<ResultValidator> validators) {
        return new UnguardedValidator(SingletonSupplier.of(
                () -> ResultValidator.all(validators.orderedStream().toList())));
    }
}
