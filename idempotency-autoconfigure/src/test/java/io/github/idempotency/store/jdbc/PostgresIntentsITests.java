package io.github.idempotency.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A few executions without outcome among many that are done. */
class PostgresIntentsITests {

    private static final int OPEN = 25;

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 4);

    private final JdbcClient database = JdbcClient.create(pool.dataSource());

    private final JdbcIdempotencyStore store = new JdbcIdempotencyStore(pool.dataSource());

    /** All expire at the same instant, so that a page can end between two of them. */
    @BeforeEach
    void fill() {
        database.sql("TRUNCATE idempotency_record").update();
        database.sql("""
                        INSERT INTO idempotency_record (record_key, state, verdict, token, attempt, started_at, expires_at,
                            replays, irreversible, scope)
                        SELECT decode(md5(number::text), 'hex'), CASE WHEN number <= :open THEN 3 ELSE 2 END, 1, 1, 1, 0,
                            4102444800000, 0, false, CASE WHEN number <= :open THEN 'test/test' END
                        FROM generate_series(1, 20000) number""").param("open", OPEN).update();
        database.sql("ANALYZE idempotency_record").update();
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
        String statement = new ClassPathResource("postgresql/intents.sql", JdbcDialect.class)
                .getContentAsString(StandardCharsets.UTF_8)
                .replace(":expiresAt", "0")
                .replace(":key", "''::bytea")
                .replace(":limit", "4");
        List<String> plan = new ArrayList<>();
        try (Connection connection = pool.dataSource().getConnection();
                Statement explain = connection.createStatement();
                var rows = explain.executeQuery("EXPLAIN " + statement)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }

        assertThat(String.join("\n", plan))
                .contains("idempotency_record_open_idx")
                .doesNotContain("Seq Scan");
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
