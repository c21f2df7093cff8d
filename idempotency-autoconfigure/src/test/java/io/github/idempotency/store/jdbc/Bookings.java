package io.github.idempotency.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.IdempotencyRecord;

import static org.awaitility.Awaitility.await;

/** One node of an application whose guarded work is a row in the database that its records are in. */
final class Bookings {

    static final Duration MOMENT = Duration.ofMillis(200);

    final WatchedCommits dataSource;

    final JdbcTransactionManager transactions;

    final JdbcIdempotencyStore store;

    final List<IdempotencyEvent.Type> events = new CopyOnWriteArrayList<>();

    final IdempotentExecutor executor;

    private final DataSource bare;

    /** A node whose leases nobody renews, as if it were paused whenever it matters. */
    Bookings(DataSource pool) {
        this(pool, closed());
    }

    Bookings(DataSource pool, LeaseKeeper keeper) {
        this(pool, JdbcDialect.POSTGRESQL, keeper);
    }

    /** A node whose leases nobody renews, on any database. */
    Bookings(JdbcPool pool) {
        this(pool.dataSource(), pool.dialect(), closed());
    }

    private Bookings(DataSource pool, JdbcDialect dialect, LeaseKeeper keeper) {
        bare = pool;
        dataSource = new WatchedCommits(pool);
        transactions = new JdbcTransactionManager(dataSource);
        store = new JdbcIdempotencyStore(dataSource, dialect, JdbcIdempotencyStore.DEFAULT_TIMEOUT, () -> transactions);
        executor = new IdempotentExecutor(store, keeper, event -> events.add(event.type()));
        JdbcClient.create(pool)
                .sql("CREATE TABLE IF NOT EXISTS booking (booked varchar(255) NOT NULL, by_whom varchar(255) NOT NULL)")
                .update();
    }

    private static LeaseKeeper closed() {
        LeaseKeeper keeper = new LeaseKeeper();
        keeper.close();
        return keeper;
    }

    static IdempotentOperation operation() {
        return IdempotentOperation.of(
                        new KeyScope("test", "bookings", ""), UUID.randomUUID().toString())
                .with(IdempotencyPolicy.DEFAULT.withTransactional(true));
    }

    static IdempotentOperation irreversible() {
        return operation()
                .with(IdempotencyPolicy.DEFAULT.withTransactional(true).withEffect(Effect.IRREVERSIBLE));
    }

    static IdempotentOperation brief(IdempotentOperation operation) {
        return operation.with(operation.policy().withLease(MOMENT));
    }

    String call(IdempotentOperation operation, Supplier<String> action) {
        return executor.execute(operation, ResultCodec.UTF_8, action::get);
    }

    /** Books, and answers by whom. */
    String book(IdempotentOperation operation, String who) {
        return call(operation, () -> write(operation, who));
    }

    /** As an application writes: on whatever connection Spring has for this thread. */
    String write(IdempotentOperation operation, String who) {
        JdbcClient.create(dataSource)
                .sql("INSERT INTO booking VALUES (?, ?)")
                .params(operation.key(), who)
                .update();
        return who;
    }

    /** Who has booked, as anybody sees it. */
    List<String> booked(IdempotentOperation operation) {
        return CompletableFuture.supplyAsync(() -> JdbcClient.create(bare)
                        .sql("SELECT by_whom FROM booking WHERE booked = ?")
                        .param(operation.key())
                        .query(String.class)
                        .list())
                .join();
    }

    IdempotencyRecord record(IdempotentOperation operation) {
        return store.find(operation.storeKey()).orElseThrow();
    }

    /** Returns once so many sessions of the database wait for a lock. */
    void awaitWaiting(int sessions) {
        JdbcClient server = JdbcClient.create(bare);
        await().until(() -> server.sql("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                        .query(Integer.class)
                        .single()
                == sessions);
    }
}
