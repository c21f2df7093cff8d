package io.github.idempotency.store.redis;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** The whole contract on the server that is installed, a Redis 7 or later; skipped where there is none. */
class InstalledRedisStoreITests extends RedisStoreCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone().executableOnPath();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    InstalledRedisStoreITests() {
        super(redis, connections);
    }
}
