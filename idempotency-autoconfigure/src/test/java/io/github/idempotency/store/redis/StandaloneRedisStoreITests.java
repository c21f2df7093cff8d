package io.github.idempotency.store.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.AwaitableStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;

/** The whole contract on Redis 6.2. */
// tag::contract[]
class StandaloneRedisStoreITests
        implements IdempotencyStoreContract, RenewableStoreContract, InspectableStoreContract, AwaitableStoreContract {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private final RedisIdempotencyStore store = new RedisIdempotencyStore(connections.factory(), "idempotency:");

    @AfterEach
    void leaveTheChannel() throws Exception {
        store.close();
    }

    @Override
    public RedisIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(redis.clock(), duration);
    }
}
// end::contract[]
