package io.github.idempotency.autoconfigure;

import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.aop.RecoverableScopes;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotencyRecovery;
import io.github.idempotency.execution.IntentLog;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultEnvelope;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.IntentReport;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.RecoverableIdempotencyStore;

/** Auto-configuration of what is done about executions without outcome: a report after the start, and recovery. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@ConditionalOnBean(IdempotencyStore.class)
@EnableConfigurationProperties(IdempotencyRecoveryProperties.class)
public final class IdempotencyRecoveryAutoConfiguration {

    @Bean
    IntentWatch idempotencyIntentWatch(
            IdempotencyStore store,
            IdempotentMetadataSource source,
            KeyResolver keys,
            LeaseKeeper keeper,
            ObjectProvider<IdempotencyListener> listeners,
            ObjectProvider<ResultEnvelope> envelope,
            ApplicationEventPublisher events,
            IdempotencyRecoveryProperties properties) {
        RecoverableScopes scopes = source.recoverableScopes();
        if (!(store instanceof RecoverableIdempotencyStore recoverable)) {
            return none(store, scopes, properties);
        }
        String namespace = keys.namespace();
        IdempotencyListener listener =
                IdempotencyListener.all(listeners.orderedStream().toList());
        Supplier<IntentReport> report = !properties.reportAtStartup()
                ? null
                : () -> new IntentReport(new IntentLog(recoverable, namespace), events, properties.batchSize());
        Supplier<IdempotencyRecovery> recovery = !properties.enabled()
                ? null
                : () -> new IdempotencyRecovery(
                        recoverable,
                        namespace,
                        scopes::find,
                        keeper,
                        listener,
                        envelope.getIfAvailable(() -> ResultEnvelope.NONE),
                        properties.interval(),
                        properties.batchSize());
        return new IntentWatch(report, recovery, scopes, properties.interval());
    }

    private static IntentWatch none(
            IdempotencyStore store, RecoverableScopes scopes, IdempotencyRecoveryProperties properties) {
        if (properties.enabled()) {
            throw new InvalidIdempotentException(
                    "idempotency.recovery.enabled is true, but the store "
                            + store.getClass().getName() + " cannot tell which executions have no outcome.",
                    "Let it implement RecoverableIdempotencyStore, or leave recovery off.");
        }
        return new IntentWatch(null, null, scopes, properties.interval());
    }
}
