package io.github.idempotency.store.jdbc;

import java.time.InstantSource;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Joined transactions on H2. */
class H2JoinedTransactionITests extends JoinedDuplicatesCase {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:joined", 6);

    H2JoinedTransactionITests() {
        super(pool, InstantSource.system());
    }

    @Override
    String waiting() {
        return "SELECT count(*) FROM information_schema.sessions"
                + " WHERE executing_statement IS NOT NULL AND session_id <> session_id()";
    }
}
