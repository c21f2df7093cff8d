package io.github.idempotency.store.twolevel;

import java.time.Duration;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.jdbc.PostgresPool;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisResultFront;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.SequencedStoreContract;

/** Frames are PostgreSQL's where Redis is in front of it. */
class FramesBehindRedisITests implements SequencedStoreContract {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    @Order(3)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(4)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 16);

    private final TwoLevelIdempotencyStore store = ResultFront.before(
            new JdbcIdempotencyStore(pool.dataSource()),
            new RedisResultFront(connections.factory(), "idempotency:result:", Duration.ofMinutes(10)));

    @Override
    public SequencedIdempotencyStore store() {
        return (SequencedIdempotencyStore) store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(postgres.clock(), duration);
    }
}
