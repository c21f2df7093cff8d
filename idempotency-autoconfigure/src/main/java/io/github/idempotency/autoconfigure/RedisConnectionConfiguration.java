package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import io.github.idempotency.aop.InvalidIdempotentException;

/** The connection to Redis that records use. */
@Configuration(proxyBeanMethods = false)
class RedisConnectionConfiguration {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    RecordsConnection idempotencyRedisConnection(
            RedisConnectionFactory application,
            ObjectProvider<RedisStaticMasterReplicaConfiguration> masterReplica,
            IdempotencyProperties properties,
            Environment environment) {
        Duration timeout = properties.redis().timeout();
        if (timeout == null) {
            timeout = Binder.get(environment)
                    .bind("spring.data.redis.timeout", Duration.class)
                    .orElse(DEFAULT_TIMEOUT);
        }
        if (timeout.isNegative()) {
            throw new InvalidIdempotentException(
                    "idempotency.redis.timeout is " + timeout + ".",
                    "Write how long a command may take, for example 2s, or 0 for the application's connection as it is.");
        }
        return timeout.isZero() || masterReplica.stream().findAny().isPresent() || namesMasterAndReplicas(environment)
                ? RecordsConnection.shared(application)
                : RecordsConnection.of(application, timeout, properties.redis().flushConsolidation());
    }

    /** Such a factory is the only one that does not tell its servers: what it would tell are those of a default. */
    private static boolean namesMasterAndReplicas(Environment environment) {
        return !Binder.get(environment)
                .bind("spring.data.redis.masterreplica.nodes", Bindable.listOf(String.class))
                .orElseGet(List::of)
                .isEmpty();
    }
}
