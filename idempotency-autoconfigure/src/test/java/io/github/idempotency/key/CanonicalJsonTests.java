package io.github.idempotency.key;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.store.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CanonicalJsonTests {

    private final CanonicalJson json = new CanonicalJson(JsonMapper.shared());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
                "{\"x\":{\"a\":1,\"b\":[{\"c\":1,\"d\":2}]}} | {\"x\":{\"b\":[{\"d\":2,\"c\":1}],\"a\":1}}",
                "{ \"a\" : 1 } | {\"a\":1}",
                "1.0 | 1",
                "1.50 | 1.5",
                "100 | 1e2",
                "1E+2 | 1.00e2",
                "-0 | 0",
                "-0.0 | 0.00",
                "0e10 | 0",
                "\"\\u0061\" | \"a\"",
                "1E1000000000 | 10E999999999"
            })
    void areOneDocument(String one, String other) {
        assertThat(fingerprint(one)).isEqualTo(fingerprint(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9007199254740993 | 9007199254740992",
                "0.1 | 0.10000000000000001",
                "100 | 1000",
                "{\"a\":null} | {}",
                "{\"a\":null} | {\"a\":\"null\"}",
                "[1,2] | [2,1]",
                "[[1],2] | [[1,2]]",
                "[] | {}",
                "[] | null",
                "1 | \"1\"",
                "true | \"true\"",
                "true | false",
                "\"\" | null",
                "\"a\" | \"A\"",
                "\"a\" | \"a \"",
                "{\"a\":1} | {\"A\":1}",
                "{\"a\":\"b\"} | {\"b\":\"a\"}",
                "[\"a\",\"b\"] | [\"ab\"]",
                "[\"1:a\"] | [\"a\"]",
                "{\"a\":[]} | [\"a\"]",
                "\"\\u00e9\" | \"e\\u0301\""
            })
    void areTwoDocuments(String one, String other) {
        assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"x\":[{\"a\":1,\"a\":2}]}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1}x",
                "{\"a\":}",
                "{a:1}",
                "nul",
                "01",
                "NaN"
            })
    void isNoDocument(String document) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> fingerprint(document));
    }

    /** Written out, the number would have a billion digits: it would not end, or end in an OutOfMemoryError. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aHugeExponentCostsNothing() {
        assertThat(fingerprint("1e1000000000")).isNotEqualTo(fingerprint("1e1000000001"));
        assertThat(fingerprint("1e-1000000000")).isNotEqualTo(fingerprint("1e-1000000001"));
    }

    @Test
    void deepNestingIsRefusedInsteadOfOverflowingTheStack() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> fingerprint(deep));
    }

    @Test
    void aValueIsComparedAsTheDocumentItIsWrittenAs() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("b", List.of(new BigDecimal("1.0")));
        value.put("a", null);
        assertThat(fingerprintOf(value)).isEqualTo(fingerprint("{\"a\":null,\"b\":[1]}"));
        assertThat(fingerprintOf(null)).isEqualTo(fingerprint("null"));
        assertThat(fingerprintOf(new Expressions.Event("e", 1, null)))
                .isEqualTo(fingerprint("{\"payload\":null,\"version\":1,\"id\":\"e\"}"));
    }

    /** Two releases side by side must agree on what is the same request. */
    @Test
    void theDerivationIsForEver() {
        assertThat(fingerprint("{\"b\":[1.50,true,null],\"a\":\"x\"}")).hasToString("b474ca774539ee6ae7eff7501be8cc27");
    }

    private Fingerprint fingerprint(String document) {
        MessageDigest digest = Fingerprint.digest();
        json.update(digest, document.getBytes(StandardCharsets.UTF_8));
        return Fingerprint.of(digest);
    }

    private Fingerprint fingerprintOf(Object value) {
        MessageDigest digest = Fingerprint.digest();
        json.update(digest, value);
        return Fingerprint.of(digest);
    }
}
