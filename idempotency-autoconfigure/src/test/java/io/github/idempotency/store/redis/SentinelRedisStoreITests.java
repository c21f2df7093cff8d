package io.github.idempotency.store.redis;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** The whole contract on a master that a Sentinel names, while it is the master. */
class SentinelRedisStoreITests extends RedisStoreCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.sentinel();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.sentinel(redis);

    SentinelRedisStoreITests() {
        super(redis, connections);
    }
}
