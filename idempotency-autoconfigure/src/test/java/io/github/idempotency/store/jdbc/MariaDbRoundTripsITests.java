package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a call costs on the MariaDB that is installed; skipped where there is none. */
class MariaDbRoundTripsITests extends JdbcRoundTripsCase {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, 1);

    MariaDbRoundTripsITests() {
        super(pool);
    }

    /** The first one leaves in the row what it was told. */
    @Test
    void theNextInFlightDuplicateWritesNothing() {
        Execution running = begin("unwritten");
        assertThatThrownBy(() -> run("unwritten")).isInstanceOf(IdempotencyException.class);
        long before = updates();

        assertThatThrownBy(() -> run("unwritten")).isInstanceOf(IdempotencyException.class);

        assertThat(updates()).isEqualTo(before);
        running.release();
        assertThat(updates()).isGreaterThan(before);
    }

    /** Rows that the pool's one connection has changed. */
    private static long updates() {
        return pool.client()
                .sql("SELECT variable_value FROM information_schema.session_status"
                        + " WHERE variable_name = 'HANDLER_UPDATE'")
                .query(Long.class)
                .single();
    }
}
