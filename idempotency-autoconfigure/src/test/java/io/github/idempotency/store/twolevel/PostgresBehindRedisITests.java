package io.github.idempotency.store.twolevel;

import java.time.Duration;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.JdbcDialect;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.jdbc.PostgresPool;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisResultFront;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.ErasingStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.TransactionalStoreContract;

/** The whole contract on PostgreSQL with Redis in front. */
class PostgresBehindRedisITests
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                TransactionalStoreContract,
                ErasingStoreContract {

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
    static final PostgresPool pool = new PostgresPool(postgres, 64);

    private final TwoLevelIdempotencyStore store = ResultFront.before(
            new JdbcIdempotencyStore(
                    pool.dataSource(),
                    JdbcDialect.POSTGRESQL,
                    JdbcIdempotencyStore.DEFAULT_TIMEOUT,
                    () -> new JdbcTransactionManager(pool.dataSource())),
            new RedisResultFront(connections.factory(), "idempotency:result:", Duration.ofMinutes(10)));

    @Override
    public TwoLevelIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(postgres.clock(), duration);
    }

    @Override
    public void write(String text) {
        pool.write(text);
    }

    @Override
    public boolean isWritten(String text) {
        return pool.isWritten(text);
    }

    @Override
    public boolean holds(byte[] bytes) {
        return pool.holds(bytes);
    }
}
