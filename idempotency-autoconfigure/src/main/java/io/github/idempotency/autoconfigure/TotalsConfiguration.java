package io.github.idempotency.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.CostTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.observation.TotalsFlush;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.IdempotencyStores;

/** What is counted of guarded calls, on this node and in the whole cluster. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyTotalsProperties.class)
class TotalsConfiguration {

    /** Minutes are told apart even where nothing is flushed. */
    private static final Duration WITHOUT_FLUSH = Duration.ofSeconds(5);

    @Bean
    IdempotencyTotals idempotencyTotals() {
        return new IdempotencyTotals(Clock.systemUTC());
    }

    @Bean
    CostTotals idempotencyCostTotals(IdempotencyTotals totals) {
        return new CostTotals(totals);
    }

    @Bean
    ClusterTotals idempotencyClusterTotals(
            IdempotencyStores stores, KeyResolver keys, IdempotencyTotalsProperties properties) {
        return new ClusterTotals(counters(stores, keys, properties).orElse(null));
    }

    @Bean
    TotalsSchedule idempotencyTotalsSchedule(
            IdempotencyTotals totals,
            IdempotencyStores stores,
            KeyResolver keys,
            IdempotencyTotalsProperties properties) {
        Duration interval = properties.flushInterval();
        Runnable flush = counters(stores, keys, properties)
                .<Runnable>map(counters -> new TotalsFlush(totals, counters)::flush)
                .orElse(() -> {});
        return new TotalsSchedule(
                () -> {
                    totals.lastHour();
                    flush.run();
                },
                interval.isZero() ? WITHOUT_FLUSH : interval);
    }

    private static Optional<ClusterCounters> counters(
            IdempotencyStores stores, KeyResolver keys, IdempotencyTotalsProperties properties) {
        return properties.flushInterval().isZero() ? Optional.empty() : stores.counters(keys.namespace());
    }
}
