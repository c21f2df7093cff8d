package io.github.idempotency.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.github.idempotency.autoconfigure.IdempotencyProperties.StoreType;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;

/** Records in Redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnStore(value = StoreType.REDIS, matchIfMissing = true)
@ConditionalOnBean(RedisConnectionFactory.class)
@ConditionalOnMissingBean(IdempotencyStore.class)
class RedisStoreConfiguration {

    @Bean
    RedisIdempotencyStore redisIdempotencyStore(RedisConnectionFactory connections, IdempotencyProperties properties) {
        StoreChoice.told("Redis", properties, "there is a connection to it");
        return new RedisIdempotencyStore(connections, properties.redis().keyPrefix());
    }
}
