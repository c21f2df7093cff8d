package io.github.idempotency.store.jdbc;

import java.time.InstantSource;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Races on H2, whose statements keep the clock of their beginning: a lease is as much shorter as its claim waited. */
class H2RaceITests extends JdbcRaceCase {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:races;LOCK_TIMEOUT=60000", CLAIMS);

    H2RaceITests() {
        super(pool, InstantSource.system());
    }

    @Override
    String waiting() {
        return "SELECT count(*) FROM information_schema.sessions"
                + " WHERE executing_statement IS NOT NULL AND session_id <> session_id()";
    }
}
