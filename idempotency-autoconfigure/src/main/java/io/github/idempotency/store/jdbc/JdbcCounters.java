package io.github.idempotency.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.CounterMinute;
import io.github.idempotency.store.StoreKey;

/**
 * The counters of one application: a row for each sum, for what was added to it in each minute, and for each node. A
 * flush is one transaction, which locks the row of its node first and the others in their order.
 */
final class JdbcCounters implements ClusterCounters {

    private static final Comparator<Counter> ORDER =
            Comparator.comparing(Counter::scope).thenComparing(Counter::layer).thenComparing(Counter::name);

    private final JdbcConnections connections;

    private final byte[] application;

    private final JdbcStatement clock;

    private final JdbcStatement count;

    private final JdbcStatement sequence = JdbcStatement.load("counters/sequence.sql");

    private final JdbcStatement read = JdbcStatement.load("counters/read.sql");

    /** Counters that are known to have a row. */
    private final Set<Counter> known = ConcurrentHashMap.newKeySet();

    JdbcCounters(JdbcConnections connections, JdbcDialect dialect, String application) {
        this.connections = connections;
        this.application = StoreKey.of(application).toBytes();
        this.clock = dialect.statement("clock");
        this.count = dialect.statement("count");
    }

    @Override
    public void add(CounterFlush flush) {
        connections.atomically(connection -> {
            long now = connections.query(connection, clock, new MapSqlParameterSource(), CounterBuckets::number);
            if (isLatest(connection, flush, now)) {
                Map<Counter, Long> placed = placed(connection, flush.added());
                List<MapSqlParameterSource> rows = new ArrayList<>();
                placed.forEach((counter, amount) -> rows.add(row(CounterBuckets.SUMS, counter, amount, now)));
                placed.forEach((counter, amount) -> rows.add(row(CounterBuckets.minute(now), counter, amount, now)));
                if (!rows.isEmpty()) {
                    connections.updateAll(connection, count, rows);
                }
            }
        });
    }

    /** The row is made first if it is missing, so that the same flush of another thread waits for it. */
    private boolean isLatest(Connection connection, CounterFlush flush, long now) throws SQLException {
        MapSqlParameterSource node = row(CounterBuckets.NODES, new Counter(flush.node(), "", ""), 0, now)
                .addValue("sequence", flush.sequence());
        if (connections.update(connection, sequence, node) == 1) {
            return true;
        }
        connections.update(connection, count, node);
        return connections.update(connection, sequence, node) == 1;
    }

    private Map<Counter, Long> placed(Connection connection, Map<Counter, Long> added) throws SQLException {
        if (!known.containsAll(added.keySet())) {
            known.addAll(connections
                    .query(connection, read, sums(), JdbcCounters::amounts)
                    .keySet());
        }
        Map<Counter, Long> placed = new TreeMap<>(ORDER);
        added.forEach((counter, amount) -> {
            boolean room = known.contains(counter) || known.size() < MOST;
            if (room) {
                // Another flush may have been first meanwhile, and made the same room.
                known.add(counter);
            }
            placed.merge(room ? counter : counter.ofOthers(), amount, Long::sum);
        });
        return placed;
    }

    private MapSqlParameterSource row(long bucket, Counter counter, long amount, long now) {
        StoreKey digest = StoreKey.of(counter.scope(), counter.layer(), counter.name());
        return new MapSqlParameterSource("bucket", bucket)
                .addValue("application", application)
                .addValue("counter", digest.toBytes())
                .addValue("amount", amount)
                .addValue("now", now)
                .addValue("scope", counter.scope())
                .addValue("layer", counter.layer())
                .addValue("name", counter.name());
    }

    @Override
    public Map<Counter, Long> totals() {
        return connections.query(read, sums(), JdbcCounters::amounts);
    }

    @Override
    public CounterHistory lastHour() {
        long now = connections.query(clock, new MapSqlParameterSource(), CounterBuckets::number);
        MapSqlParameterSource minutes = buckets(CounterBuckets.oldestMinute(now), CounterBuckets.minute(now));
        return new CounterHistory(connections.query(read, minutes, JdbcCounters::minutes), Instant.ofEpochMilli(now));
    }

    private MapSqlParameterSource sums() {
        return buckets(CounterBuckets.SUMS, CounterBuckets.SUMS);
    }

    private MapSqlParameterSource buckets(long first, long last) {
        return new MapSqlParameterSource("application", application)
                .addValue("first", first)
                .addValue("last", last);
    }

    private static Map<Counter, Long> amounts(ResultSet rows) throws SQLException {
        Map<Counter, Long> amounts = new HashMap<>();
        while (rows.next()) {
            amounts.put(counter(rows), rows.getLong("amount"));
        }
        return amounts;
    }

    private static List<CounterMinute> minutes(ResultSet rows) throws SQLException {
        Map<Long, Map<Counter, Long>> minutes = new TreeMap<>();
        while (rows.next()) {
            minutes.computeIfAbsent(rows.getLong("bucket"), minute -> new HashMap<>())
                    .put(counter(rows), rows.getLong("amount"));
        }
        List<CounterMinute> told = new ArrayList<>();
        minutes.forEach((minute, added) ->
                told.add(new CounterMinute(Instant.ofEpochMilli(CounterBuckets.start(minute)), added)));
        return told;
    }

    private static Counter counter(ResultSet row) throws SQLException {
        return new Counter(row.getString("scope"), row.getString("layer"), row.getString("name"));
    }
}
