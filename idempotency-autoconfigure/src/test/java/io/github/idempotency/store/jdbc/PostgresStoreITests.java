package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** The whole contract on PostgreSQL. */
class PostgresStoreITests extends JdbcStoreCase {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 64);

    PostgresStoreITests() {
        super(pool, postgres.clock());
    }
}
