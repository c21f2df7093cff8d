package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;

/** Records in Redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisConnectionFactory.class)
class RedisStoreConfiguration {

    static final String STORE = "redisIdempotencyStore";

    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnStore(value = StoreType.REDIS, matchIfMissing = true)
    @ConditionalOnBean(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    @Import(RedisConnectionConfiguration.class)
    static class Standard {

        @Bean(STORE)
        RedisIdempotencyStore redisIdempotencyStore(RecordsConnection redis, IdempotencyProperties properties) {
            StoreChoice.told("Redis", properties, "there is a connection to it");
            return store(redis, properties);
        }
    }

    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnScopedStore(StoreType.REDIS)
    @ConditionalOnBean(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(name = STORE)
    @Import(RedisConnectionConfiguration.class)
    static class Scoped {

        @Bean(name = STORE, defaultCandidate = false)
        RedisIdempotencyStore redisIdempotencyStore(RecordsConnection redis, IdempotencyProperties properties) {
            return store(redis, properties);
        }
    }

    private static RedisIdempotencyStore store(RecordsConnection redis, IdempotencyProperties properties) {
        try {
            return new RedisIdempotencyStore(redis.factory(), properties.redis().keyPrefix());
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(
                    ex.getMessage() + ", so a record and its result or frames could be on two nodes of a cluster.",
                    "Set idempotency.redis.key-prefix without braces, or with a hash tag.");
        }
    }
}
