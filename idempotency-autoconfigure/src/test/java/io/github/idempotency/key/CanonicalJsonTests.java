package io.github.idempotency.key;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
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
import tools.jackson.core.exc.StreamConstraintsException;
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
                "1E10000 | 10E9999"
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
                "",
                " \n",
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

    /** A table of names that documents share would take the malformed one for the other. */
    @Test
    void aMalformedNameIsNoDocumentWhateverWasReadBefore() {
        assertThat(fingerprint("{\"ame\":1}")).isNotNull();
        byte[] malformed = "{\"?ame\":1}".getBytes(StandardCharsets.US_ASCII);
        malformed[2] = (byte) 0xff;
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> json.update(Fingerprint.digest(), malformed, malformed.length, FieldSelection.ALL));
    }

    /** Written out, the number would have a billion digits: it would not end, or end in an OutOfMemoryError. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e-999999999",
                "1e1000000000",
                "100e2147483647",
                "1e2147483648",
                "1e-2147483649",
                "1e99999999999",
                "0e99999",
                "1e10001",
                "1e-10001",
            })
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anExponentIsBounded(String number) {
        assertThatExceptionOfType(StreamConstraintsException.class)
                .isThrownBy(() -> fingerprint("[" + number + "]"))
                .withMessageContaining("xponent");
        assertThat(fingerprint("1e10000")).isNotEqualTo(fingerprint("1e-10000"));
    }

    @ParameterizedTest
    @CsvSource({
        "500, nesting depth",
        "1000, Number value length",
        "50000, Name length",
        "20000000, String value length",
        "999998, Token count",
    })
    void aDocumentIsBounded(int bound, String what) {
        assertThat(fingerprint(document(what, bound))).isNotNull();
        assertThatExceptionOfType(StreamConstraintsException.class)
                .isThrownBy(() -> fingerprint(document(what, bound + 1)))
                .withMessageContaining(what);
    }

    private static String document(String what, int size) {
        return switch (what) {
            case "nesting depth" -> "[".repeat(size) + "]".repeat(size);
            case "Number value length" -> "1".repeat(size);
            case "Name length" -> "{\"" + "n".repeat(size) + "\":1}";
            case "String value length" -> "\"" + "s".repeat(size) + "\"";
            // And the two brackets.
            default -> "[" + "1,".repeat(size - 1) + "1]";
        };
    }

    @Test
    void halvesOfCharactersAreNotOneAndTheSame() {
        assertThat(List.of("\"\\ud800\"", "\"\\ud801\"", "\"\\udc00\"", "\"?\"", "\"\ufffd\"", "\"\\ud800\\udc00\""))
                .extracting(this::fingerprint)
                .doesNotHaveDuplicates();
        assertThat(fingerprint("\"\\ud83d\\ude00\"")).isEqualTo(fingerprint("\"\ud83d\ude00\""));
    }

    /** A slash in two bytes, half a character in three, one beyond Unicode in four: the parser would read them. */
    @ParameterizedTest
    @ValueSource(strings = {"22c0af22", "22eda0bd22", "22f490808022"})
    void whatUtf8DoesNotHaveIsNoDocument(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> json.update(Fingerprint.digest(), bytes, bytes.length, FieldSelection.ALL))
                .isNotInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void aDocumentMayBeInAnotherEncoding() {
        String text = "{\"amount\":100,\"to\":\"\u00fc\u20ac\"}";
        for (String encoding : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
            byte[] bytes = text.getBytes(Charset.forName(encoding));
            MessageDigest digest = Fingerprint.digest();
            json.update(digest, bytes, bytes.length, FieldSelection.ALL);
            assertThat(Fingerprint.of(digest)).as(encoding).isEqualTo(fingerprint(text));
        }
        assertThat(fingerprint("\ufeff" + text)).isEqualTo(fingerprint(text));
    }

    /** Not decoded to the same replacement character: they are no documents, and their bytes are compared. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xc0, 0xf8, 0xfe, 0xff})
    void badUtf8IsNoDocument(int start) {
        byte[] bytes = {'"', (byte) start, '"'};
        MessageDigest digest = Fingerprint.digest();
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> json.update(digest, bytes, bytes.length, FieldSelection.ALL))
                .isNotInstanceOf(StreamConstraintsException.class);
        assertThat(digest.digest()).isEqualTo(Fingerprint.digest().digest());
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
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        json.update(digest, bytes, bytes.length, FieldSelection.ALL);
        return Fingerprint.of(digest);
    }

    private Fingerprint fingerprintOf(Object value) {
        MessageDigest digest = Fingerprint.digest();
        json.update(digest, value);
        return Fingerprint.of(digest);
    }
}
