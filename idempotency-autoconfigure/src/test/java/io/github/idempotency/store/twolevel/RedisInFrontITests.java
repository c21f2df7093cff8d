package io.github.idempotency.store.twolevel;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.ResultFront;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TwoLevelIdempotencyStore;
import io.github.idempotency.store.jdbc.CountingDataSource;
import io.github.idempotency.store.jdbc.JdbcDialect;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.store.jdbc.PostgresPool;
import io.github.idempotency.store.redis.RedisConnections;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.store.redis.RedisResultFront;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.store.RunningClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What Redis in front of PostgreSQL saves, and what it cannot do. */
class RedisInFrontITests {

    private static final String PREFIX = "idempotency:result:";

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
    static final PostgresPool pool = new PostgresPool(postgres, 2);

    private final CountingDataSource database = new CountingDataSource(pool.dataSource());

    private final JdbcIdempotencyStore truth = new JdbcIdempotencyStore(database);

    private final RedisResultFront front = new RedisResultFront(connections.factory(), PREFIX, Duration.ofMinutes(10));

    private final IdempotentExecutor executor = new IdempotentExecutor(ResultFront.before(truth, front));

    private final AtomicInteger effects = new AtomicInteger();

    private final IdempotentOperation operation = IdempotentOperation.of(
            new KeyScope("test", "front", ""), UUID.randomUUID().toString());

    @Test
    void aReplayAsksNoDatabase() {
        database.reset();
        run();
        assertThat(database.roundTrips()).as("claim, complete, read back").isEqualTo(3);
        database.reset();

        run();

        assertThat(database.roundTrips()).isZero();
        assertThat(effects).hasValue(1);
    }

    @Test
    void flushingRedisBetweenDuplicatesCostsTimeAndNoEffect() {
        for (int call = 0; call < 5; call++) {
            run();
            redis.call("FLUSHALL");
        }

        assertThat(effects).hasValue(1);
        assertThat(truth.find(operation.storeKey()).orElseThrow().replays()).isEqualTo(4);
    }

    /** Broken on purpose to see it fail: the front told by the completion instead of by the commit. */
    @Test
    void aJoinedCompletionIsCopiedWithItsCommitOnly() {
        TwoLevelIdempotencyStore store = ResultFront.before(
                new JdbcIdempotencyStore(
                        database,
                        JdbcDialect.POSTGRESQL,
                        JdbcIdempotencyStore.DEFAULT_TIMEOUT,
                        () -> new JdbcTransactionManager(database)),
                front);
        IdempotentOperation joined = operation.with(IdempotencyPolicy.DEFAULT.withTransactional(true));
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1});
        Execution execution = (Execution) new IdempotentExecutor(store).begin(joined);

        StoreTransaction rolledBack = store.begin();
        rolledBack.complete(joined.storeKey(), execution.context().fencingToken(), result, Duration.ofMinutes(1));
        assertThat(front.find(joined.storeKey())).isEmpty();
        rolledBack.rollback();
        assertThat(front.find(joined.storeKey())).isEmpty();

        execution.call(() -> "answer");
        execution.complete(result);
        assertThat(front.find(joined.storeKey())).isPresent();
    }

    @Test
    void aCopyEndsASecondBeforeItsRecord() {
        run();

        IdempotencyRecord record = truth.find(operation.storeKey()).orElseThrow();
        IdempotencyRecord shortened = new IdempotencyRecord(
                record.state(),
                record.scope(),
                record.token() + 1,
                record.attempt(),
                record.effect(),
                record.fingerprint(),
                record.startedAt(),
                record.leaseUntil(),
                record.settledAt(),
                redis.clock().instant().plusMillis(900),
                record.result(),
                null,
                record.replays());
        redis.call("FLUSHALL");
        front.put(operation.storeKey(), shortened);

        assertThat(front.find(operation.storeKey())).isEmpty();
    }

    /** Broken on purpose to see it fail: a copy that ends with its record only. */
    @Test
    void aCopyEndsASecondBeforeItsResult() {
        IdempotentOperation shortLived = operation.with(IdempotencyPolicy.DEFAULT.withResultTtl(Duration.ofMinutes(5)));
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "answer");
        IdempotencyRecord record = truth.find(operation.storeKey()).orElseThrow();

        Long life = (Long) redis.call("PTTL", PREFIX + operation.storeKey().reference());

        assertThat(life)
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMinutes(5).minusSeconds(1).toMillis());
        assertThat(front.find(operation.storeKey()).orElseThrow().expiresAt()).isEqualTo(record.expiresAt());
    }

    /** Nearly over when it is stored, so there is no copy; over when it is asked for, so there is one without it. */
    @Test
    void aResultWhoseTimeIsOverIsNotAnsweredByTheFront() {
        Duration moment = Duration.ofMillis(100);
        IdempotentOperation shortLived = operation.with(IdempotencyPolicy.DEFAULT.withResultTtl(moment));
        executor.execute(shortLived, ResultCodec.UTF_8, () -> "answer");
        assertThat(front.find(operation.storeKey())).isEmpty();
        RunningClock.await(postgres.clock(), moment);

        for (int retry = 0; retry < 2; retry++) {
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> executor.execute(shortLived, ResultCodec.UTF_8, () -> "again"))
                    .matches(ex -> ex.problem() == IdempotencyProblem.RESPONSE_NOT_RETAINED);
        }

        assertThat(front.find(operation.storeKey()).orElseThrow().result().retained())
                .isFalse();
    }

    @Test
    void aCopyIsKeptNoLongerThanItIsSaid() {
        run();

        Long life = (Long) redis.call("PTTL", PREFIX + operation.storeKey().reference());

        assertThat(life).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(10).toMillis());
    }

    /** After a switch from Redis alone, what Redis had completed by itself is still there. */
    @Test
    void aRecordOfRedisAloneIsNoCopy() {
        new IdempotentExecutor(new RedisIdempotencyStore(connections.factory(), "idempotency:"))
                .execute(operation, ResultCodec.UTF_8, () -> "never confirmed by the truth");

        assertThat(run()).isEqualTo("answer");
        assertThat(effects).hasValue(1);
    }

    @Test
    void whatCannotBeReadIsNoCopy() {
        run();
        redis.call("SET", PREFIX + operation.storeKey().reference(), "x".repeat(100));

        assertThat(run()).isEqualTo("answer");
        assertThat(effects).hasValue(1);
    }

    private String run() {
        return executor.execute(operation, ResultCodec.UTF_8, () -> {
            effects.incrementAndGet();
            return "answer";
        });
    }
}
