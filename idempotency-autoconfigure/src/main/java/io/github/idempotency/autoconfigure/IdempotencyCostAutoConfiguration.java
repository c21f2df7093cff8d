package io.github.idempotency.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;

/** Auto-configuration of what guarded calls cost: prices, and where costs are written down. */
@AutoConfiguration(
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        before = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@EnableConfigurationProperties(IdempotencyCostProperties.class)
@Import(JdbcLedgerConfiguration.class)
public final class IdempotencyCostAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CostPrices idempotencyCostPrices(IdempotencyCostProperties properties) {
        return new ConfiguredPrices(properties);
    }

    @Bean
    CostBooks idempotencyCostBooks(CostPrices prices, ObjectProvider<CostLedger> ledger) {
        return new CostBooks(prices, ledger.getIfAvailable(() -> CostLedger.NONE));
    }
}
