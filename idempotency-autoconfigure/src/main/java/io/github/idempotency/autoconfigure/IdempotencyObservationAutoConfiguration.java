package io.github.idempotency.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.observation.IdempotencyObservationConvention;
import io.github.idempotency.observation.LinkedTraces;
import io.github.idempotency.observation.ObservationIdempotencyListener;

/**
 * Auto-configuration of the observation of guarded calls, where there is tracing: of what else is made of observations the
 * meters of guarded calls tell more, and hold nothing while a call is in flight.
 */
@AutoConfiguration(after = ObservationAutoConfiguration.class)
@ConditionalOnClass({ObservationRegistry.class, ObservationAutoConfiguration.class, Tracer.class})
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
public final class IdempotencyObservationAutoConfiguration {

    @Bean
    ObservationIdempotencyListener observationIdempotencyListener(
            ObservationRegistry registry,
            ObjectProvider<Tracer> tracer,
            ObjectProvider<IdempotencyObservationConvention> convention) {
        Tracer first = tracer.orderedStream().findFirst().orElse(null);
        return first == null
                ? new ObservationIdempotencyListener(ObservationRegistry.NOOP, convention.getIfAvailable())
                : new ObservationIdempotencyListener(registry, convention.getIfAvailable(), new LinkedTraces(first));
    }
}
