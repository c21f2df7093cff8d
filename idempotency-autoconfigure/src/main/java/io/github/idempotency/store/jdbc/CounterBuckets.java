package io.github.idempotency.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.idempotency.store.ClusterCounters;

/** What the rows of counters are of: a minute since the epoch, or one of these. */
final class CounterBuckets {

    static final long SUMS = 0;

    static final long NODES = -1;

    private static final long MINUTE = 60_000;

    private CounterBuckets() {}

    /** The minute of an instant in milliseconds since the epoch. */
    static long minute(long instant) {
        return instant / MINUTE;
    }

    /** The oldest minute that is told at an instant. */
    static long oldestMinute(long now) {
        return minute(now) + 1 - ClusterCounters.MINUTE_LIFE.toMinutes();
    }

    static long start(long minute) {
        return minute * MINUTE;
    }

    /** The one number that a query tells. */
    static long number(ResultSet row) throws SQLException {
        row.next();
        return row.getLong(1);
    }
}
