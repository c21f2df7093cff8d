package io.github.idempotency.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.actuate.IdempotencyInFlightEndpoint;
import io.github.idempotency.execution.LeaseKeeper;

/** Auto-configuration of {@code /actuator/idempotencyinflight}. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(IdempotencyInFlightEndpoint.class)
@ConditionalOnBean(LeaseKeeper.class)
public final class IdempotencyInFlightEndpointAutoConfiguration {

    @Bean
    IdempotencyInFlightEndpoint idempotencyInFlightEndpoint(LeaseKeeper keeper) {
        return new IdempotencyInFlightEndpoint(keeper);
    }
}
