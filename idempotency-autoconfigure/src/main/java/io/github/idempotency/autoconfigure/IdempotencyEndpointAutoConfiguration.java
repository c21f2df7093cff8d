package io.github.idempotency.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.actuate.IdempotencyEndpoint;
import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of {@code /actuator/idempotency}. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(IdempotencyEndpoint.class)
@ConditionalOnBean(IdempotencyTotals.class)
@ConditionalOnAnyStore
public final class IdempotencyEndpointAutoConfiguration {

    @Bean
    IdempotencyEndpoint idempotencyEndpoint(
            IdempotencyTotals totals,
            ClusterTotals cluster,
            IdempotencyStores stores,
            IdempotentMetadataSource source,
            KeyResolver keys,
            ObjectProvider<IdempotencyListener> listeners,
            ApplicationEventPublisher events) {
        IdempotencyListener listener =
                IdempotencyListener.all(listeners.orderedStream().toList());
        return new IdempotencyEndpoint(
                totals, cluster, scope -> stores.find(source.store(scope)).orElseThrow(), keys, listener, events);
    }
}
