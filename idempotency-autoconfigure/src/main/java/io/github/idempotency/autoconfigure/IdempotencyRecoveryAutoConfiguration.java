package io.github.idempotency.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.aop.RecoverableScopes;
import io.github.idempotency.execution.IdempotencyRecovery;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.IntentLogs;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.IntentReport;
import io.github.idempotency.store.IdempotencyStores;

/** Auto-configuration of what is done about executions without outcome: a report after the start, and recovery. */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@ConditionalOnAnyStore
@EnableConfigurationProperties(IdempotencyRecoveryProperties.class)
public final class IdempotencyRecoveryAutoConfiguration {

    @Bean
    IntentWatch idempotencyIntentWatch(
            IdempotencyStores stores,
            IdempotentMetadataSource source,
            KeyResolver keys,
            ObjectProvider<IdempotentExecutors> executors,
            ApplicationEventPublisher events,
            IdempotencyRecoveryProperties properties) {
        IntentLogs intents = new IntentLogs(stores, keys.namespace());
        RecoverableScopes scopes = source.recoverableScopes();
        if (properties.enabled() && intents.all().isEmpty()) {
            throw noneCanTell(stores);
        }
        Supplier<IntentReport> report =
                !properties.reportAtStartup() || intents.all().isEmpty()
                        ? null
                        : () -> new IntentReport(intents, events, properties.batchSize());
        Supplier<Map<String, IdempotencyRecovery>> recoveries = !properties.enabled()
                ? null
                : () -> recoveries(intents.all().keySet(), executors.getObject(), keys.namespace(), scopes, properties);
        return new IntentWatch(report, recoveries, scopes, properties.interval());
    }

    // Nulls inside type arguments are not seen in compiled classes of the other module.
    @SuppressWarnings("NullAway")
    private static Map<String, IdempotencyRecovery> recoveries(
            Set<String> stores,
            IdempotentExecutors executors,
            String namespace,
            RecoverableScopes scopes,
            IdempotencyRecoveryProperties properties) {
        Map<String, IdempotencyRecovery> recoveries = new TreeMap<>();
        stores.forEach(store -> recoveries.put(
                store,
                new IdempotencyRecovery(
                        executors.on(store), namespace, scopes::find, properties.interval(), properties.batchSize())));
        return recoveries;
    }

    private static InvalidIdempotentException noneCanTell(IdempotencyStores stores) {
        Set<String> classes = new TreeSet<>();
        stores.all().values().forEach(store -> classes.add(store.getClass().getName()));
        return new InvalidIdempotentException(
                "idempotency.recovery.enabled is true, but no store in use can tell which executions have no outcome: "
                        + classes + ".",
                "Let one implement RecoverableIdempotencyStore, or leave recovery off.");
    }
}
