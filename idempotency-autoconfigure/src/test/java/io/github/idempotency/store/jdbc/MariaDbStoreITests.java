package io.github.idempotency.store.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.store.ErasingStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.TransactionalStoreContract;

/** The whole contract on the MariaDB that is installed, 10.6 or later; skipped where there is none. */
class MariaDbStoreITests {

    @Order(1)
    @RegisterExtension
    static final InstalledMariaDb mariaDb = new InstalledMariaDb();

    @Nested
    class AsItComes extends Contract {

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, mariaDb::jdbcUrl, 64);

        AsItComes() {
            super(pool);
        }
    }

    /** Another time zone, another meaning of backslashes and quotes, statements prepared by the server. */
    @Nested
    class InAnUnusualSession extends Contract {

        private static final String SESSION = "&useServerPrepStmts=true&sessionVariables=time_zone='-03:00',"
                + "sql_mode='NO_BACKSLASH_ESCAPES,ANSI_QUOTES'";

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.MARIADB, () -> mariaDb.jdbcUrl() + SESSION, 64);

        InAnUnusualSession() {
            super(pool);
        }
    }

    abstract static class Contract
            implements IdempotencyStoreContract,
                    RenewableStoreContract,
                    InspectableStoreContract,
                    RecoverableStoreContract,
                    TransactionalStoreContract,
                    ErasingStoreContract {

        private final JdbcPool pool;

        private final JdbcIdempotencyStore store;

        Contract(JdbcPool pool) {
            this.pool = pool;
            store = pool.store();
        }

        @Override
        public JdbcIdempotencyStore store() {
            return store;
        }

        @Override
        public void letPass(Duration duration) {
            RunningClock.await(mariaDb.clock(), duration);
        }

        @Override
        public void write(String text) {
            pool.write(text);
        }

        @Override
        public boolean isWritten(String text) {
            return pool.isWritten(text);
        }

        @Override
        public boolean holds(byte[] bytes) {
            return pool.holds(bytes);
        }
    }
}
