package io.github.idempotency.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** What a caller is told whose key is missing or malformed. */
@GuardedTest
class KeyProblemsITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Test
    void aMissingKeyIsRefusedByTheNameOfItsHeader() {
        int before = effects.of("null");
        Reply refused = caller.post("/values/record").send();
        refused.isProblem(400, "key-missing", "idempotency_key_required");
        assertThat(refused.json().path("detail").asString()).contains("Idempotency-Key");
        assertThat(effects.of("null")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\"\"",
                "\"no end",
                "\"end\" and more",
                "\"bad \\escape\"",
                "\"list\", \"of two\"",
            })
    void aMalformedKeyIsRefused(String key) {
        caller.post("/values/record", key).isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(effects.of(key)).isZero();
    }

    @Test
    void aKeyHasAtMost255Characters() {
        String longest = "k".repeat(255 - 36) + Caller.newKey();
        caller.post("/values/record", longest).hasStatus(200);
        caller.post("/values/record", longest + "k").isProblem(400, "key-invalid", "idempotency_key_invalid");
        caller.post("/values/record", "\"" + longest + "\"").hasStatus(200);
        assertThat(effects.of(longest)).isEqualTo(1);
    }

    @Test
    void twoKeysAreRefusedEvenIfTheyAreEqual() {
        String key = Caller.newKey();
        caller.post("/values/record").key(key).key(key).send().isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(effects.of(key)).isZero();
    }

    /** On a bare socket: clients refuse to send it. */
    @ParameterizedTest
    @ValueSource(strings = {"caf\u00e9", "\"caf\u00e9\"", "tab\tulator"})
    void aKeyOutsidePrintableAsciiIsRefused(String key) {
        String answer = caller.raw("POST /values/record HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: 0\r\nIdempotency-Key: " + key + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("idempotency_key_invalid");
    }

    @Test
    void aQuotedKeyIsTheSameKeyUnquoted() {
        String key = Caller.newKey();
        Reply first = caller.post("/values/record", key);
        caller.post("/values/record", "\"" + key + "\"").isReplayOf(first);
        caller.post("/values/record", "  " + key + " ").isReplayOf(first);
        caller.post("/values/record", key.toUpperCase() + "X").isFirst();
    }

    /** RFC 9651, section 3.3: whoever does not know a parameter of an Item ignores it. */
    @Test
    void parametersOfAQuotedKeyAreIgnored() {
        String key = Caller.newKey();
        Reply first = caller.post("/values/record", key);
        caller.post("/values/record", "\"" + key + "\";a=1").isReplayOf(first);
    }

    @Test
    void aKeyMayHoldAnythingPrintable() {
        String key = "a,b;c=\"d\" {e} #f/" + Caller.newKey();
        Reply first = caller.post("/values/record", key).hasStatus(200);
        caller.post("/values/record", key).isReplayOf(first);
    }

    @Test
    void aRefusalNeverRepeatsTheKey() {
        String secret = "secret-" + Caller.newKey();
        Reply refused = caller.post("/values/record", "\"" + secret);
        assertThat(refused.text()).doesNotContain("secret");
        assertThat(refused.headers().toString()).doesNotContain("secret");
    }
}
