package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Executions without outcome on H2. */
class H2IntentsITests extends JdbcIntentsCase {

    @RegisterExtension
    static final JdbcPool pool = new JdbcPool(JdbcDialect.H2, () -> "jdbc:h2:mem:intents", 4);

    H2IntentsITests() {
        super(pool);
    }

    @Override
    String analyze() {
        return "ANALYZE";
    }

    @Override
    String emptyKey() {
        return "X''";
    }

    @Override
    String byIndex() {
        return "IDEMPOTENCY_RECORD_STATE_IDX: STATE IN";
    }
}
