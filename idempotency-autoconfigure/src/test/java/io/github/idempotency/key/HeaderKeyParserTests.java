package io.github.idempotency.key;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeaderKeyParserTests {

    private final HeaderKeyParser parser = new HeaderKeyParser("Idempotency-Key");

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
        assertThat(parser.parse(List.of())).isEmpty();
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
    @ValueSource(strings = {"schlüssel", "a\u0000b", "a\tb", "a\u007fb", "☕", "a\u00a0b"})
    void charactersOutsidePrintableAsciiAreRefused(String value) {
        assertThat(refusal(value)).hasMessageContaining("outside printable ASCII");
    }

    @Test
    void twoLinesAreRefusedEvenIfTheyAreEqual() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> parser.parse(List.of("a", "a")))
                .withMessageContaining("is given 2 times");
    }

    @Test
    void noMessageRepeatsTheKey() {
        assertThat(refusal("secret-schlüssel")).hasMessageNotContaining("secret");
        assertThat(refusal("\"secret")).hasMessageNotContaining("secret").hasMessageContaining("Idempotency-Key");
    }

    private String key(String line) {
        return parser.parse(List.of(line)).orElseThrow();
    }

    private IdempotencyException refusal(String line) {
        try {
            throw new AssertionError("is a key: " + parser.parse(List.of(line)));
        } catch (IdempotencyException ex) {
            assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_INVALID);
            return ex;
        }
    }
}
