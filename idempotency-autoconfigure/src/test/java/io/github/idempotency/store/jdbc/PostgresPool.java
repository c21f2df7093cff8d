package io.github.idempotency.store.jdbc;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** The pool for a PostgreSQL. */
public final class PostgresPool extends JdbcPool {

    public PostgresPool(EmbeddedPostgres postgres, int size) {
        super(JdbcDialect.POSTGRESQL, postgres::jdbcUrl, size);
    }
}
