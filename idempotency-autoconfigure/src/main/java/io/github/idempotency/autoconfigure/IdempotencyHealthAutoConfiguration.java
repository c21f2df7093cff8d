package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.actuate.IdempotencyHealthIndicator;
import io.github.idempotency.store.IdempotencyStore;

/** Auto-configuration of the store's health. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("idempotency")
@ConditionalOnBean(IdempotencyStore.class)
public final class IdempotencyHealthAutoConfiguration {

    @Bean
    IdempotencyHealthIndicator idempotencyHealthIndicator(IdempotencyStore store) {
        return new IdempotencyHealthIndicator(store);
    }
}
