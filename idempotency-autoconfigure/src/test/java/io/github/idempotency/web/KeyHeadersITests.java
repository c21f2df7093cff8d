package io.github.idempotency.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Other headers that stand for the key's, others that mark a replay, and a form that keys must have. */
@GuardedTest
@TestPropertySource(
        properties = {
            "idempotency.web.header-aliases=X-Idempotency-Key, X-Request-Id",
            "idempotency.web.replay-marks=X-Idempotency-Replayed, X-From-Cache",
            "idempotency.web.key.pattern=[a-z0-9-]+",
            "idempotency.web.key.min-length=36",
            "idempotency.web.key.max-length=40",
        })
class KeyHeadersITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private Reply send(String header, String value) {
        return caller.post("/echo/string").header(header, value).json("[1]").send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Idempotency-Key", "x-request-id"})
    void anAliasCarriesTheSameKey(String alias) {
        Reply first = send(alias, key).hasStatus(200).isFirst();
        send("Idempotency-Key", '"' + key + '"').isReplayOf(first);
        Reply replay = send(alias, key).hasStatus(200);
        assertThat(replay.header("Idempotent-Replayed")).contains("true");
        assertThat(replay.header(alias)).contains(key);
        assertThat(replay.header("Idempotency-Key")).isEmpty();
        assertThat(replay.body()).isEqualTo(first.body());
    }

    @Test
    void aReplayIsMarkedByOtherHeadersToo() {
        Reply first = send("Idempotency-Key", key).hasStatus(200);
        Reply replay = send("Idempotency-Key", key).hasStatus(200);
        for (String mark : List.of("X-Idempotency-Replayed", "X-From-Cache", "Idempotent-Replayed")) {
            assertThat(first.header(mark)).as(mark).isEmpty();
            assertThat(replay.header(mark)).as(mark).contains("true");
        }
    }

    /** The fingerprint is made for a key in an alias, too. */
    @Test
    void aRequestWithAnAliasIsCompared() {
        send("X-Request-Id", key).hasStatus(200);
        caller.post("/echo/string")
                .header("X-Request-Id", key)
                .json("[2]")
                .send()
                .isProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    void oneKeyInTwoHeadersIsOneKey() {
        Reply first = caller.post("/echo/string")
                .key(key)
                .header("X-Request-Id", '"' + key + '"')
                .json("[1]")
                .send()
                .hasStatus(200);
        send("Idempotency-Key", key).isReplayOf(first);
    }

    @Test
    void twoKeysInTwoHeadersAreRefusedByTheNamesOfBoth() {
        String other = Caller.newKey();
        Reply refused = caller.post("/echo/string")
                .key(key)
                .header("X-Request-Id", other)
                .json("[1]")
                .send();
        refused.isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(refused.json().path("detail").asString())
                .contains("Idempotency-Key")
                .contains("X-Request-Id")
                .doesNotContain(key, other);
        assertThat(effects.of(key)).isZero();
        send("X-Request-Id", other).hasStatus(200).isFirst();
    }

    @Test
    void aMissingKeyIsRefusedByTheNamesOfAllHeaders() {
        Reply refused = caller.post("/echo/string").json("[1]").send();
        refused.isProblem(400, "key-missing", "idempotency_key_required");
        assertThat(refused.json().path("detail").asString())
                .contains("Idempotency-Key or X-Idempotency-Key or X-Request-Id");
    }

    @Test
    void aKeyThatDoesNotMatchThePatternIsRefused() {
        Reply refused = send("Idempotency-Key", key.toUpperCase().replace('-', '_'));
        refused.isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(refused.json().path("detail").asString()).contains("does not match [a-z0-9-]+");
    }

    @Test
    void aKeyThatIsTooShortOrTooLongIsRefused() {
        send("Idempotency-Key", key.substring(1)).isProblem(400, "key-invalid", "idempotency_key_invalid");
        send("Idempotency-Key", key + "-1234").isProblem(400, "key-invalid", "idempotency_key_invalid");
        send("Idempotency-Key", key + "-123").hasStatus(200);
    }
}
