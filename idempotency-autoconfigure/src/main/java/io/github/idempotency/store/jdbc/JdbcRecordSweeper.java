package io.github.idempotency.store.jdbc;

import java.time.Duration;
import javax.sql.DataSource;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Deletes rows whose record has expired, by the database's clock, and the results whose time is over before that of
 * their records. They count as absent long before, so nothing but what is left to read depends on when this happens. Safe on any number of nodes at a time: a row that somebody is at is left alone.
 */
public final class JdbcRecordSweeper {

    private final JdbcConnections connections;

    private final JdbcStatement erase;

    private final JdbcStatement sweep;

    private final JdbcCounterSweep counters;

    private final int batchSize;

    /**
     * @param timeout how long one batch may take, in whole seconds
     * @param batchSize rows that one statement is about at most
     */
    public JdbcRecordSweeper(DataSource dataSource, JdbcDialect dialect, Duration timeout, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("A batch has at least one row, not " + batchSize);
        }
        this.connections = new JdbcConnections(dataSource, timeout);
        this.erase = dialect.statement("erase");
        this.sweep = dialect.statement("sweep");
        this.counters = new JdbcCounterSweep(connections, dialect);
        this.batchSize = batchSize;
    }

    /**
     * Deletes batch after batch, each in a transaction of its own, and returns how many records were deleted; and what was
     * counted too long ago.
     */
    public int sweep() {
        all(erase);
        int swept = all(sweep);
        counters.sweep();
        return swept;
    }

    private int all(JdbcStatement sweep) {
        MapSqlParameterSource parameters = new MapSqlParameterSource("batch", batchSize);
        int swept = 0;
        int batch;
        do {
            batch = connections.update(sweep, parameters);
            swept += batch;
        } while (batch == batchSize);
        return swept;
    }
}
