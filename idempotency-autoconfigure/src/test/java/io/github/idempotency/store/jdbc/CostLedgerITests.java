package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** The ledger on every database; MariaDB where it is installed. */
class CostLedgerITests {

    private static final int CONNECTIONS = 10;

    @Nested
    class OnPostgres extends JdbcCostLedgerCase {

        @Order(1)
        @RegisterExtension
        static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

        @Order(2)
        @RegisterExtension
        static final PostgresPool pool = new PostgresPool(postgres, CONNECTIONS);

        OnPostgres() {
            super(pool);
        }
    }

    @Nested
    class OnMariaDb extends JdbcCostLedgerCase {

        @Order(1)
        @RegisterExtension
        static final InstalledMariaDb mariaDb = new InstalledMariaDb();

        @Order(2)
        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, CONNECTIONS);

        OnMariaDb() {
            super(pool);
        }
    }

    @Nested
    class OnH2 extends JdbcCostLedgerCase {

        @RegisterExtension
        static final JdbcPool pool =
                new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1", CONNECTIONS);

        OnH2() {
            super(pool);
        }
    }
}
