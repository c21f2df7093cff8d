package io.github.idempotency.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.actuate.IdempotencyIntentsEndpoint;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of {@code /actuator/idempotencyintents}. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(IdempotencyIntentsEndpoint.class)
@ConditionalOnBean(KeyResolver.class)
@ConditionalOnAnyStore
public final class IdempotencyIntentsEndpointAutoConfiguration {

    @Bean
    IdempotencyIntentsEndpoint idempotencyIntentsEndpoint(
            IdempotencyStores stores,
            KeyResolver keys,
            ObjectProvider<IdempotencyListener> listeners,
            ApplicationEventPublisher events) {
        IdempotencyListener listener =
                IdempotencyListener.all(listeners.orderedStream().toList());
        return new IdempotencyIntentsEndpoint(new IntentLogs(stores, keys.namespace()), listener, events);
    }
}
