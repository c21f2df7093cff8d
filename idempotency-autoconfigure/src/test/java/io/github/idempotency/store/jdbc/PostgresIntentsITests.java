package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** Executions without outcome on PostgreSQL. */
class PostgresIntentsITests extends JdbcIntentsCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 4);

    PostgresIntentsITests() {
        super(pool);
    }

    @Override
    String analyze() {
        return "ANALYZE idempotency_record";
    }

    @Override
    String emptyKey() {
        return "''::bytea";
    }

    @Override
    String byIndex() {
        return "idempotency_record_open_idx";
    }
}
