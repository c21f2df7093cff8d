package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Executions without outcome on the MariaDB that is installed; skipped where there is none. */
class MariaDbIntentsITests extends JdbcIntentsCase {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, 4);

    MariaDbIntentsITests() {
        super(pool);
    }

    @Override
    String analyze() {
        return "ANALYZE TABLE idempotency_record";
    }

    @Override
    String emptyKey() {
        return "''";
    }

    @Override
    String byIndex() {
        return "range \\S+ idempotency_record_state_idx ";
    }
}
