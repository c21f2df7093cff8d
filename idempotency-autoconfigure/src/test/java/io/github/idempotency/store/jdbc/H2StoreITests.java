package io.github.idempotency.store.jdbc;

import java.nio.file.Path;
import java.time.InstantSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract on H2, in memory and in a file; it runs in this process, on its clock. */
class H2StoreITests {

    @Nested
    class InMemory extends JdbcStoreCase {

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:contract", 64);

        InMemory() {
            super(pool, InstantSource.system());
        }
    }

    @Nested
    class InAFile extends JdbcStoreCase {

        @TempDir
        static Path directory;

        @RegisterExtension
        static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:file:" + directory + "/contract", 64);

        InAFile() {
            super(pool, InstantSource.system());
        }
    }
}
