package io.github.idempotency.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HeaderKeyParserTests {

    private final HeaderKeyParser parser = new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT);

    @Test
    void quotedAndUnquotedAreOneKey() {
        assertThat(key("\"abc\"")).isEqualTo("abc").isEqualTo(key("abc"));
    }

    @Test
    void blanksAroundAValueAreNotPartOfIt() {
        assertThat(key("  abc ")).isEqualTo("abc");
        assertThat(key(" \"abc\" ")).isEqualTo("abc");
    }

    @Test
    void blanksInsideQuotesArePartOfIt() {
        assertThat(key("\" abc \"")).isEqualTo(" abc ");
        assertThat(key("a b")).isEqualTo("a b");
    }

    @Test
    void escapesAreThoseOfStructuredFields() {
        assertThat(key("\"a\\\"b\\\\c\"")).isEqualTo("a\"b\\c");
    }

    @Test
    void anUnquotedValueIsOpaque() {
        assertThat(key("a\\b\"c;d=e,f")).isEqualTo("a\\b\"c;d=e,f");
        assertThat(key("8e03978e-40d5-43e8-bc93-6894a57f9324")).isEqualTo("8e03978e-40d5-43e8-bc93-6894a57f9324");
    }

    @Test
    void noHeaderIsNoKey() {
        assertThat(parser.parse(RequestHeaders.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t", "\"\"", "\"  \""})
    void anEmptyValueIsRefused(String value) {
        assertThat(refusal(value)).hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"abc", "\"", "\"abc\"x", "\"abc\" \"def\"", "\"a\\bc\"", "\"abc\\\"", "\"a\tb\"", "\"ä\""})
    void badQuotingIsRefused(String value) {
        assertThat(refusal(value)).hasMessageContaining("no RFC 9651 String");
    }

    /** The header is an Item of RFC 9651, and parameters that nobody has defined are not looked at. */
    @Test
    void parametersAreNotPartOfTheKey() {
        assertThat(key("\"abc\";a=1")).isEqualTo("abc");
        assertThat(refusal("\"abc\";")).hasMessageContaining("no RFC 9651 String");
    }

    @Test
    void aKeyHas255CharactersAtMostAfterDecoding() {
        String longest = "k".repeat(255);
        assertThat(key(longest)).isEqualTo(longest);
        assertThat(key('"' + longest + '"')).isEqualTo(longest);
        assertThat(key('"' + "\\\\".repeat(255) + '"')).hasSize(255);
        assertThat(refusal("k".repeat(256))).hasMessageContaining("has 256 characters");
        assertThat(refusal('"' + "k".repeat(256) + '"')).hasMessageContaining("has 256 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schlüssel", "a\u0000b", "a\tb", "a\u007fb", "☕", "a\u00a0b", "abc\u001f", "\u2003abc"})
    void charactersOutsidePrintableAsciiAreRefused(String value) {
        assertThat(refusal(value)).hasMessageContaining("outside printable ASCII");
    }

    @Test
    void twoLinesAreRefusedEvenIfTheyAreEqual() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> parser.parse(name -> List.of("a", "a")))
                .withMessageContaining("is given 2 times");
    }

    @Test
    void noMessageRepeatsTheKey() {
        assertThat(refusal("secret-schlüssel")).hasMessageNotContaining("secret");
        assertThat(refusal("\"secret")).hasMessageNotContaining("secret").hasMessageContaining("Idempotency-Key");
    }

    private static HeaderKeyParser formatted(boolean strict, int min, int max, String pattern) {
        KeyFormat format = new KeyFormat(strict, min, max, pattern == null ? null : Pattern.compile(pattern));
        return new HeaderKeyParser(List.of("Idempotency-Key", "X-Request-Id"), format);
    }

    private static Optional<String> parse(HeaderKeyParser parser, Map<String, String> headers) {
        return parser.parse(name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());
    }

    private static Optional<String> parse(HeaderKeyParser parser, String line) {
        return parse(parser, Map.of("Idempotency-Key", line));
    }

    private static void refused(String why, ThrowingCallable call) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(call)
                .withMessageContaining(why)
                .matches(ex -> ex.problem() == IdempotencyProblem.KEY_INVALID);
    }

    @Test
    void aStrictFormatTakesTheQuotedFormOnly() {
        HeaderKeyParser strict = formatted(true, 1, 255, null);
        assertThat(parse(strict, "\"abc\"")).contains("abc");
        assertThat(parse(strict, "\"abc\";v=1")).contains("abc");
        assertThat(strict.parse(RequestHeaders.NONE)).isEmpty();
        refused("put the key in double quotes", () -> parse(strict, "abc"));
        refused("put the key in double quotes", () -> parse(strict, ":YWJj:"));
        refused("no RFC 9651 String", () -> parse(strict, "\"abc"));
        refused("is empty", () -> parse(strict, ""));
        refused("X-Request-Id", () -> parse(strict, Map.of("X-Request-Id", "abc")));
    }

    @Test
    void lengthsAreThoseOfTheKey() {
        HeaderKeyParser bounded = formatted(false, 3, 5, null);
        assertThat(parse(bounded, "abc")).contains("abc");
        assertThat(parse(bounded, "\"\\\"\\\"\\\"ab\"")).contains("\"\"\"ab");
        refused("has 2 characters: send 3 to 5 characters", () -> parse(bounded, "ab"));
        refused("has 2 characters", () -> parse(bounded, "\"ab\""));
        refused("has 6 characters", () -> parse(bounded, "abcdef"));
    }

    @ParameterizedTest
    @CsvSource({"0, 255", "-1, 255", "6, 5", "1, 1025"})
    void boundsThatCannotBeAreRefused(int min, int max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> formatted(false, min, max, null))
                .withMessageContaining("min-length")
                .withMessageContaining("1024");
    }

    @Test
    void aPatternIsOfTheWholeKey() {
        HeaderKeyParser uuids = formatted(false, 1, 255, "[0-9a-f-]{36}");
        String uuid = "8e03978e-40d5-43e8-bc93-6894a57f9324";
        assertThat(parse(uuids, uuid)).contains(uuid);
        assertThat(parse(uuids, '"' + uuid + '"')).contains(uuid);
        refused("does not match [0-9a-f-]{36}", () -> parse(uuids, "order-" + uuid));
    }

    @Test
    void aPatternNeverSeesMoreThanTheLongestKey() {
        HeaderKeyParser bounded = formatted(false, 1, 8, "(a|aa)+b?");
        refused("has 9 characters", () -> parse(bounded, "a".repeat(9)));
        assertThat(parse(bounded, "a".repeat(8))).isPresent();
    }

    /** Without the bound of {@link BoundedText} it does not end, and this test fails. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPatternThatBacktracksWithoutEndIsGivenUp() {
        HeaderKeyParser evil = formatted(false, 1, 255, "(.*a){30}b");
        refused("in reasonable time", () -> parse(evil, "a".repeat(255)));
    }

    @Test
    void anAliasStandsForTheHeader() {
        HeaderKeyParser aliased = formatted(false, 1, 255, null);
        assertThat(parse(aliased, Map.of("X-Request-Id", "abc"))).contains("abc");
        assertThat(parse(aliased, Map.of("Idempotency-Key", "abc"))).contains("abc");
        assertThat(parse(aliased, Map.of("Idempotency-Key", "abc", "X-Request-Id", "\"abc\"")))
                .contains("abc");
        assertThat(parse(aliased, Map.of())).isEmpty();
    }

    @Test
    void twoHeadersWithTwoKeysAreRefusedByTheirNames() {
        HeaderKeyParser aliased = formatted(false, 1, 255, null);
        refused(
                "Idempotency-Key and X-Request-Id carry different keys",
                () -> parse(aliased, Map.of("Idempotency-Key", "abc", "X-Request-Id", "abd")));
        refused("X-Request-Id is empty", () -> parse(aliased, Map.of("Idempotency-Key", "abc", "X-Request-Id", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Idempotency Key", "Key:", "Schlüssel"})
    void whatIsNoNameOfAHeaderIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeaderKeyParser(List.of("Idempotency-Key", name), KeyFormat.DEFAULT))
                .withMessageContaining("'" + name + "'");
    }

    private String key(String line) {
        return parser.parse(name -> List.of(line)).orElseThrow();
    }

    private IdempotencyException refusal(String line) {
        try {
            throw new AssertionError("is a key: " + parser.parse(name -> List.of(line)));
        } catch (IdempotencyException ex) {
            assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_INVALID);
            return ex;
        }
    }
}
