package io.github.idempotency.store.redis;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** The whole contract on three masters: every script names keys of one slot only. */
class ClusterRedisStoreITests extends RedisStoreCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.cluster();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.cluster(redis);

    ClusterRedisStoreITests() {
        super(redis, connections);
    }
}
