package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a call costs on PostgreSQL. */
class PostgresRoundTripsITests extends JdbcRoundTripsCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 1);

    PostgresRoundTripsITests() {
        super(pool);
    }

    @Test
    void anInFlightDuplicateWritesNothing() {
        Execution running = begin("unwritten");
        String before = version("unwritten");

        assertThatThrownBy(() -> run("unwritten")).isInstanceOf(IdempotencyException.class);

        assertThat(version("unwritten")).isEqualTo(before);
        running.release();
        assertThat(version("unwritten")).isNotEqualTo(before);
    }

    /** The shortcut declines it; then there are the statement that decides, and the release. */
    @Test
    void aClaimOfWhatWasReleasedIsTwoStatements() {
        claimWhatWasReleased();

        assertCost(3, 3);
    }

    /** Who wrote the row last or has locked it, and where it is. */
    private static String version(String key) {
        return pool.client()
                .sql("SELECT xmin::text || ' ' || xmax::text || ' ' || ctid::text FROM idempotency_record"
                        + " WHERE record_key = ?")
                .param(operation(key).storeKey().toBytes())
                .query(String.class)
                .single();
    }
}
