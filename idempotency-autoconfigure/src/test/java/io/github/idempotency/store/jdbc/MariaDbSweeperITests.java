package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sweeping on the MariaDB that is installed; skipped where there is none. */
class MariaDbSweeperITests extends JdbcSweeperCase {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, 8);

    MariaDbSweeperITests() {
        super(pool, mariaDb.clock());
    }
}
