package io.github.idempotency.store.jdbc;

import java.time.Duration;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.github.idempotency.store.ClusterCounters;

/** Deletes minutes that nobody is told any more, nodes that are gone and sums that nobody adds to, of every application. */
final class JdbcCounterSweep {

    private final JdbcConnections connections;

    private final JdbcStatement clock;

    private final JdbcStatement sweep = JdbcStatement.load("counters/sweep.sql");

    JdbcCounterSweep(JdbcConnections connections, JdbcDialect dialect) {
        this.connections = connections;
        this.clock = dialect.statement("clock");
    }

    void sweep() {
        long now = connections.query(clock, new MapSqlParameterSource(), CounterBuckets::number);
        sweep(1, CounterBuckets.oldestMinute(now) - 1, now);
        sweep(CounterBuckets.NODES, CounterBuckets.NODES, before(now, ClusterCounters.NODE_LIFE));
        sweep(CounterBuckets.SUMS, CounterBuckets.SUMS, before(now, ClusterCounters.SUM_LIFE));
    }

    private static long before(long now, Duration life) {
        return now - life.toMillis();
    }

    private void sweep(long first, long last, long before) {
        connections.update(
                sweep,
                new MapSqlParameterSource("first", first).addValue("last", last).addValue("before", before));
    }
}
