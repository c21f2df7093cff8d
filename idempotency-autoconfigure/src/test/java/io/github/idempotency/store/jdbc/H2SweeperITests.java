package io.github.idempotency.store.jdbc;

import java.time.InstantSource;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Sweeping on H2. */
class H2SweeperITests extends JdbcSweeperCase {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:sweeps", 8);

    H2SweeperITests() {
        super(pool, InstantSource.system());
    }
}
