package io.github.idempotency.store.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.AwaitableStoreContract;
import io.github.idempotency.test.store.FollowableStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.TotallingStoreContract;

/** The whole contract on one kind of Redis. */
abstract class RedisStoreCase
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                AwaitableStoreContract,
                FollowableStoreContract,
                TotallingStoreContract {

    private final EmbeddedRedis redis;

    private final RedisIdempotencyStore store;

    RedisStoreCase(EmbeddedRedis redis, RedisConnections connections) {
        this.redis = redis;
        this.store = new RedisIdempotencyStore(connections.factory(), "idempotency:");
    }

    @AfterEach
    void leaveTheChannels() throws Exception {
        store.close();
    }

    @Override
    public RedisIdempotencyStore store() {
        return store;
    }

    // tag::clock[]
    @Override
    public void letPass(Duration duration) {
        RunningClock.await(redis.clock(), duration);
    }
    // end::clock[]
}
