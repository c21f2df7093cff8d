package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on the MariaDB that is installed, 10.6 or later; skipped where there is none. */
class MariaDbStoreITests {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Nested
    class AsItComes extends JdbcStoreCase {

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, 64);

        AsItComes() {
            super(pool, mariaDb.clock());
        }
    }

    /** Another time zone, another meaning of backslashes and quotes, statements prepared by the server. */
    @Nested
    class InAnUnusualSession extends JdbcStoreCase {

        private static final String SESSION = "&useServerPrepStmts=true&sessionVariables=time_zone='-03:00',"
                + "sql_mode='NO_BACKSLASH_ESCAPES,ANSI_QUOTES'";

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, () -> mariaDb.jdbcUrl() + SESSION, 64);

        InAnUnusualSession() {
            super(pool, mariaDb.clock());
        }
    }
}
