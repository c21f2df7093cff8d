package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.transaction.PlatformTransactionManager;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.SequencedIdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TotallingIdempotencyStore;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/**
 * One row per record, and one per frame; one statement per verb, one round trip each, but for claims in PostgreSQL that take
 * over or race, which are two; the database's clock. With
 * {@code synchronous_commit=on} (MariaDB: {@code innodb_flush_log_at_trx_commit=1}) a result that was acknowledged survives a crash.
 *
 * <p>Each verb takes a connection of its own from the pool, commits and gives it back: none is held while the action
 * runs, and a surrounding transaction neither delays a claim nor rolls it back. A joined transaction is the exception: its
 * completion runs on the connection that the transaction manager has bound to the thread. A caller that is inside a transaction on
 * the same pool therefore needs a second connection for the moment of each verb. The advice stands outside
 * {@code @Transactional}, so that is the exception; where it is the rule, give the store a pool of its own. The
 * transaction isolation must be the database's default. Thread-safe.
 */
public final class JdbcIdempotencyStore
        implements RenewableIdempotencyStore,
                RecoverableIdempotencyStore,
                SequencedIdempotencyStore,
                TotallingIdempotencyStore,
                TransactionalIdempotencyStore {

    /** How long a statement may take unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private final JdbcConnections connections;

    private final JdbcDialect dialect;

    private final Supplier<? extends PlatformTransactionManager> transactions;

    private final JdbcClaims claims;

    private final JdbcStatement complete;

    private final JdbcStatement settle;

    private final JdbcStatement renew;

    private final JdbcStatement find;

    private final JdbcStatement delete;

    private final JdbcStatement intents;

    private final JdbcFrames frames;

    /** A store in the database behind the data source, which is asked once what it is. */
    public JdbcIdempotencyStore(DataSource dataSource) {
        this(dataSource, JdbcDialect.of(dataSource), DEFAULT_TIMEOUT);
    }

    /**
     * @param dataSource a pool; not one that enlists its connections in a JTA transaction
     * @param timeout how long a statement may take, in whole seconds
     */
    public JdbcIdempotencyStore(DataSource dataSource, JdbcDialect dialect, Duration timeout) {
        this(dataSource, dialect, timeout, () -> {
            throw new IllegalStateException("the store has been made without a transaction manager");
        });
    }

    /**
     * @param dataSource a pool; not one that enlists its connections in a JTA transaction
     * @param timeout how long a statement may take, in whole seconds
     * @param transactions the transaction manager of the same data source, asked for with each joined transaction;
     *     throws {@link IllegalStateException} if there is none
     */
    public JdbcIdempotencyStore(
            DataSource dataSource,
            JdbcDialect dialect,
            Duration timeout,
            Supplier<? extends PlatformTransactionManager> transactions) {
        this.connections = new JdbcConnections(dataSource, timeout);
        this.dialect = dialect;
        this.transactions = transactions;
        this.claims = new JdbcClaims(connections, dialect);
        this.complete = dialect.statement("complete");
        this.settle = dialect.statement("settle");
        this.renew = dialect.statement("renew");
        this.find = dialect.statement("find");
        this.delete = dialect.statement("delete");
        this.intents = dialect.statement("intents");
        this.frames = new JdbcFrames(connections, dialect);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return claims.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return connections.call(connection -> complete(connection, key, token, result, retention));
    }

    private Completion complete(Connection connection, StoreKey key, long token, Result result, Duration retention)
            throws SQLException {
        Duration shorter = result.retentionWithin(retention);
        MapSqlParameterSource parameters = key(key).addValue("token", token)
                .addValue("resultRetention", shorter == null ? null : shorter.toMillis(), Types.BIGINT)
                .addValue("outcome", RecordRow.code(result.outcome()))
                .addValue("result", result.bytes(), Types.BINARY)
                .addValue("particulars", result.particulars(), Types.BINARY)
                .addValue("retention", retention.toMillis());
        Completion stored = stored(connection, parameters);
        return stored == null ? new Completion.Lost(find(connection, key)) : stored;
    }

    private @Nullable Completion stored(Connection connection, MapSqlParameterSource parameters) throws SQLException {
        if (dialect.tellsExpiry()) {
            return connections.query(connection, complete, parameters, RecordRow::stored);
        }
        return connections.update(connection, complete, parameters) == 1 ? new Completion.Stored() : null;
    }

    @Override
    public StoreTransaction begin() {
        return new JdbcTransaction(transactions.get(), dialect.joinedIsolation(), connections, this::complete);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return settle(key, token, RecordState.RELEASED);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return settle(key, token, RecordState.UNKNOWN);
    }

    private boolean settle(StoreKey key, long token, RecordState next) {
        return changes(settle, key(key).addValue("token", token).addValue("state", RecordRow.code(next)));
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        return changes(renew, key(key).addValue("token", token).addValue("lease", lease.toMillis()));
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return Optional.ofNullable(connections.call(connection -> find(connection, key)));
    }

    private @Nullable IdempotencyRecord find(Connection connection, StoreKey key) throws SQLException {
        return connections.query(connection, find, key(key), row -> row.next() ? RecordRow.read(row) : null);
    }

    @Override
    public boolean delete(StoreKey key) {
        return changes(delete, key(key));
    }

    /** One query by an index of the few rows that are open; what expires first comes first. */
    @Override
    public IntentPage intents(@Nullable String after, int limit) {
        IntentPlace place = IntentPlace.parse(after);
        MapSqlParameterSource parameters = new MapSqlParameterSource("key", place.key())
                .addValue("expiresAt", place.expiresAt())
                .addValue("limit", limit);
        List<Intent> found = connections.query(intents, parameters, RecordRow::intents);
        return new IntentPage(found, found.size() < limit ? null : IntentPlace.after(found.get(found.size() - 1)));
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> appended) {
        return frames.append(key, token, first, appended);
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        return Optional.ofNullable(frames.page(key, from, limit));
    }

    @Override
    public Optional<ClusterCounters> counters(String application) {
        return Optional.of(new JdbcCounters(connections, dialect, application));
    }

    private boolean changes(JdbcStatement statement, MapSqlParameterSource parameters) {
        return connections.update(statement, parameters) == 1;
    }

    private static MapSqlParameterSource key(StoreKey key) {
        return new MapSqlParameterSource("key", key.toBytes());
    }
}
