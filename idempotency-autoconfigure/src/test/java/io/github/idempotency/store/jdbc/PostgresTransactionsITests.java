package io.github.idempotency.store.jdbc;

import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The store beside the application's own use of the same pool. Broken on purpose to see these fail: a connection that is
 * not given back, the caller's connection instead of one of the store's own, and no commit where the pool does not.
 */
class PostgresTransactionsITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool single = new PostgresPool(postgres, 1);

    @Order(3)
    @RegisterExtension
    static final PostgresPool pair = new PostgresPool(postgres, 2);

    private final StoreKey key = StoreKey.of(UUID.randomUUID().toString());

    @Test
    void noConnectionIsHeldWhileTheActionRuns() {
        IdempotentExecutor executor = new IdempotentExecutor(new JdbcIdempotencyStore(single.dataSource()));
        JdbcClient application = JdbcClient.create(single.dataSource());
        IdempotentOperation operation = IdempotentOperation.of(
                new KeyScope("test", "pool", ""), UUID.randomUUID().toString());

        String answer = executor.execute(
                operation,
                ResultCodec.UTF_8,
                () -> application
                        .sql("SELECT 'the only one'")
                        .query(String.class)
                        .single());

        assertThat(answer).isEqualTo("the only one");
        assertThat(single.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isZero();
    }

    @Test
    void aTransactionAfterTheClaimFindsThePoolFree() {
        IdempotentExecutor executor = new IdempotentExecutor(new JdbcIdempotencyStore(single.dataSource()));
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(single.dataSource()));
        IdempotentOperation operation = IdempotentOperation.of(
                new KeyScope("test", "pool", ""), UUID.randomUUID().toString());

        String answer =
                executor.execute(operation, ResultCodec.UTF_8, () -> transaction.execute(status -> "committed"));

        assertThat(answer).isEqualTo("committed");
    }

    @Test
    void aClaimOutlivesTheRollbackOfTheTransactionAroundIt() {
        JdbcIdempotencyStore store = new JdbcIdempotencyStore(new TransactionAwareDataSourceProxy(pair.dataSource()));
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pair.dataSource()));

        Claim claim = transaction.execute(status -> {
            JdbcClient.create(pair.dataSource()).sql("SELECT 1").query().singleValue();
            status.setRollbackOnly();
            Claim acquired = store.claim(request());
            assertThat(pair.dataSource().getHikariPoolMXBean().getActiveConnections())
                    .as("the application's own")
                    .isOne();
            return acquired;
        });

        assertThat(claim).isInstanceOf(Claim.Acquired.class);
        assertThat(store.find(key)).isPresent();
    }

    @Test
    void aPoolThatDoesNotCommitByItselfIsCommitted() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        try (HikariDataSource manual = new HikariDataSource(config)) {
            JdbcIdempotencyStore store = new JdbcIdempotencyStore(manual);

            assertThat(store.claim(request())).isInstanceOf(Claim.Acquired.class);

            assertThat(new JdbcIdempotencyStore(single.dataSource()).find(key)).isPresent();
        }
    }

    private ClaimRequest request() {
        Duration minutes = Duration.ofMinutes(5);
        return new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, minutes, minutes);
    }
}
