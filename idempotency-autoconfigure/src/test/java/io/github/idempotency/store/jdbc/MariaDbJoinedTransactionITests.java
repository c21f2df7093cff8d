package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Joined transactions on the MariaDB that is installed, in the isolation from a snapshot that is the default of later
 * releases. Seen to fail, with 503 for a renewed lease, when the transaction had the isolation of the database.
 */
class MariaDbJoinedTransactionITests extends JoinedDuplicatesCase {

    private static final String SESSION = "&sessionVariables=innodb_snapshot_isolation=ON";

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Order(2)
    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, () -> mariaDb.jdbcUrl() + SESSION, 6);

    MariaDbJoinedTransactionITests() {
        super(pool, mariaDb.clock());
    }

    @Override
    String waiting() {
        return "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
    }
}
