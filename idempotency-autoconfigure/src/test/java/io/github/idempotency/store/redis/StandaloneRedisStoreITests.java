package io.github.idempotency.store.redis;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** The whole contract on Redis 6.2. */
class StandaloneRedisStoreITests extends RedisStoreCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    StandaloneRedisStoreITests() {
        super(redis, connections);
    }
}
