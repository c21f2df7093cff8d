package io.github.idempotency.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.actuate.IdempotencyHealthIndicator;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of the store's health. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("idempotency")
@ConditionalOnAnyStore
public final class IdempotencyHealthAutoConfiguration {

    /** One indicator, or one below it for each store where there are several, as Boot does it for data sources. */
    @Bean
    HealthContributor idempotencyHealthContributor(IdempotencyStores stores) {
        Map<String, IdempotencyStore> all = stores.all();
        return all.size() == 1
                ? new IdempotencyHealthIndicator(all.values().iterator().next())
                : CompositeHealthContributor.fromMap(all, IdempotencyHealthIndicator::new);
    }
}
