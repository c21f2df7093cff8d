package io.github.idempotency.autoconfigure;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.AvoidedCosts;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.IdempotencyStores;

/** What is counted of guarded calls, on this node and in the whole cluster. */
@Configuration(proxyBeanMethods = false)
class TotalsConfiguration {

    @Bean
    IdempotencyTotals idempotencyTotals() {
        return new IdempotencyTotals(Clock.systemUTC());
    }

    @Bean
    AvoidedCosts idempotencyAvoidedCosts(IdempotencyTotals totals) {
        return new AvoidedCosts(totals);
    }

    @Bean
    ClusterTotals idempotencyClusterTotals(IdempotencyStores stores, KeyResolver keys) {
        return new ClusterTotals(stores.counters(keys.namespace()).orElse(null));
    }
}
