package io.github.idempotency.web;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.JoinedApplication;
import io.github.idempotency.app.Reply;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As {@link DamagedRecordsITests}, of rows in PostgreSQL, whose columns have types. Broken on purpose to see these fail: a
 * claim that takes over whatever is not known to stand in its way.
 */
@SpringBootTest(
        classes = JoinedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.store=jdbc",
            "idempotency.anonymous=shared",
            "idempotency.jdbc.initialize-schema=always",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.idempotency.access=unrestricted",
        })
class DamagedRowsITests {

    private static final String SCOPE = "io.github.idempotency.app.JoinedController.booked";

    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", postgres::jdbcUrl);
    }

    @Autowired
    private Caller caller;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private KeyResolver keys;

    private final String key = Caller.newKey();

    private void damage(String assignments) {
        assertThat(database.update(
                        "UPDATE idempotency_record SET " + assignments + " WHERE record_key = ?", recordKey()))
                .isOne();
    }

    private byte[] recordKey() {
        return keys.scope(SCOPE, "").storeKey(key).toBytes();
    }

    private int rows() {
        return database.queryForObject("SELECT count(*) FROM booking WHERE booked = ?", Integer.class, key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 0",
                "state = 5",
                "state = -1",
                "state = 1, scope = 'a/b', irreversible = false, lease_until = NULL",
                "outcome = NULL",
                "outcome = 0",
                "outcome = 4",
                "fingerprint = NULL, state = 3, scope = NULL",
            })
    void aRowThatIsNoRecordIsRefusedUntilAnOperatorDeletesIt(String assignments) {
        caller.post("/joined/booked", key).hasStatus(200);
        damage(assignments);
        caller.post("/joined/booked", key).isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        assertThat(rows()).isOne();
        caller.call("DELETE", "/actuator/idempotency/" + SCOPE + "/" + key)
                .send()
                .hasStatus(204);
        caller.post("/joined/booked", key).isFirst();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void anAnswerThatWasCutAnywhereIsRefused() {
        Reply first = caller.post("/joined/booked", key).hasStatus(200);
        byte[] whole = database.queryForObject(
                "SELECT result FROM idempotency_record WHERE record_key = ?", byte[].class, recordKey());
        for (int length = 0; length < whole.length; length++) {
            damage("result = substring('\\x%s'::bytea from 1 for %d)"
                    .formatted(HexFormat.of().formatHex(whole), length));
            caller.post("/joined/booked", key)
                    .isProblem(409, "response-not-retained", "idempotency_response_not_retained");
        }
        damage("result = '\\x%s'::bytea".formatted(HexFormat.of().formatHex(whole)));
        caller.post("/joined/booked", key).isReplayOf(first);
        assertThat(rows()).isOne();
    }
}
