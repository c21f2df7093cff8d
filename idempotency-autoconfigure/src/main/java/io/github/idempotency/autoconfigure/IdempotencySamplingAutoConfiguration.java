package io.github.idempotency.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.sampling.GuardedSteps;
import io.github.idempotency.sampling.Sampling;

/** Auto-configuration of the steps of guarded calls and of sampling. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
public final class IdempotencySamplingAutoConfiguration {

    // The executors are lazy: an application without a store may have steps that are never taken.
    @Bean
    GuardedSteps idempotencyGuardedSteps(
            ObjectProvider<IdempotentExecutors> executors, IdempotentMetadataSource source) {
        return new GuardedSteps(executors::getObject, source::settings);
    }

    @Bean
    Sampling idempotencySampling(GuardedSteps steps, ObjectProvider<JsonMapper> mapper) {
        return new Sampling(steps, new ResultCodecs(mapper.getIfAvailable(JsonMapper::shared)));
    }
}
