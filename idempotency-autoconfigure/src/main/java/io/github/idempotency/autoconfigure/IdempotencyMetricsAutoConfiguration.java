package io.github.idempotency.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.observation.InFlightMeters;
import io.github.idempotency.observation.LedgerMeters;
import io.github.idempotency.observation.MeterIdempotencyListener;
import io.github.idempotency.observation.NearCacheMeters;
import io.github.idempotency.store.jdbc.JdbcCostLedger;

/** Auto-configuration of the meters of guarded calls. */
@AutoConfiguration(after = {CompositeMeterRegistryAutoConfiguration.class, IdempotencyAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
public final class IdempotencyMetricsAutoConfiguration {

    @Bean
    MeterIdempotencyListener meterIdempotencyListener(MeterRegistry registry) {
        return new MeterIdempotencyListener(registry);
    }

    @Bean
    InFlightMeters idempotencyInFlightMeters(LeaseKeeper keeper) {
        return new InFlightMeters(keeper);
    }

    @Bean
    @ConditionalOnBean(JdbcCostLedger.class)
    LedgerMeters idempotencyLedgerMeters(JdbcCostLedger ledger) {
        return new LedgerMeters(ledger::refused);
    }

    @Bean
    @ConditionalOnBean(NearCache.class)
    NearCacheMeters idempotencyNearCacheMeters(NearCache cache) {
        return new NearCacheMeters(cache::size, cache::bytes);
    }
}
