package io.github.idempotency.store.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.idempotency.test.store.ErasingStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.TransactionalStoreContract;

/** The whole contract on H2, in memory and in a file. */
class H2StoreITests {

    @Nested
    class InMemory extends Contract {

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:contract", 64);

        InMemory() {
            super(pool);
        }
    }

    @Nested
    class InAFile extends Contract {

        @TempDir
        static Path directory;

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:file:" + directory + "/contract", 64);

        InAFile() {
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

        /** It runs in this process. */
        @Override
        public void letPass(Duration duration) {
            RunningClock.await(InstantSource.system(), duration);
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
