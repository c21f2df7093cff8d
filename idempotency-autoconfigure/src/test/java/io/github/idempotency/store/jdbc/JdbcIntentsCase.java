package io.github.idempotency.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A few executions without outcome among many that are done. Seen to fail on each database without its index. */
abstract class JdbcIntentsCase {

    private static final int OPEN = 25;

    private static final int ALL = 20_000;

    private final JdbcPool pool;

    private final JdbcIdempotencyStore store;

    JdbcIntentsCase(JdbcPool pool) {
        this.pool = pool;
        this.store = pool.store();
    }

    /** Lets the database count its rows. */
    abstract String analyze();

    /** No bytes, as a literal. */
    abstract String emptyKey();

    /** What the plan says of a query by the right index. */
    abstract String byIndex();

    /** All expire at the same instant, so that a page can end between two of them. */
    @BeforeEach
    void fill() throws Exception {
        try (Connection connection = pool.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM idempotency_record");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO idempotency_record (record_key, state, verdict, token, attempt, started_at, expires_at,
                        replays, irreversible, scope)
                    VALUES (?, ?, 1, 1, 1, 0, 4102444800000, 0, false, ?)""")) {
                for (int number = 0; number < ALL; number++) {
                    boolean open = number < OPEN;
                    insert.setBytes(1, StoreKey.of("" + number).toBytes());
                    insert.setInt(2, open ? 3 : 2);
                    insert.setString(3, open ? "test/test" : null);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute(analyze());
        }
    }

    @Test
    void recordsThatExpireTogetherAreToldOnceEach() {
        List<Intent> told = new ArrayList<>();
        String next = null;
        do {
            IntentPage page = store.intents(next, 4);
            assertThat(page.intents()).hasSizeLessThanOrEqualTo(4);
            told.addAll(page.intents());
            next = page.next();
        } while (next != null);

        assertThat(told).extracting(Intent::key).hasSize(OPEN).doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatIsOpenIsReadAndByItsIndex() throws Exception {
        String statement = new ClassPathResource(pool.dialect().id() + "/intents.sql", JdbcDialect.class)
                .getContentAsString(StandardCharsets.UTF_8)
                .replaceAll("(?m)^--.*$", "")
                .replace(":expiresAt", "0")
                .replace(":key", emptyKey())
                .replace(":limit", "4");
        StringBuilder plan = new StringBuilder();
        try (Connection connection = pool.connect();
                Statement explain = connection.createStatement();
                ResultSet rows = explain.executeQuery("EXPLAIN " + statement)) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    plan.append(rows.getString(column)).append(' ');
                }
            }
        }

        assertThat(plan.toString()).containsPattern(byIndex()).doesNotContain("Seq Scan", "tableScan");
    }

    @Test
    void whatIsNoPageIsRefused() {
        for (String after : new String[] {"", ".", "1", "1.", "x.AAAAAAAAAAAAAAAAAAAAAA", "1.AAAA"}) {
            assertThatThrownBy(() -> store.intents(after, 1))
                    .as(after)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no page of intents");
        }
    }
}
