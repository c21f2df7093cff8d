package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call costs on H2. */
class H2RoundTripsITests extends JdbcRoundTripsCase {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:round-trips", 1);

    H2RoundTripsITests() {
        super(pool);
    }
}
