package io.github.idempotency.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the headers say: the key that an own reading of RFC 9651 finds, or a refusal of ours. The input is the header's
 * value and, after a line feed, that of its alias.
 *
 * <p>Broken on purpose, by a parser that leaves escapes where they are: a seed fails.
 */
class HeaderKeyFuzzTests {

    private static final String HEADER = "Idempotency-Key";

    private static final String ALIAS = "X-Request-Key";

    private static final Pattern BLANKS_AROUND = Pattern.compile("^[ \t]+|[ \t]+$");

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,255}");

    private final HeaderKeyParser lenient = new HeaderKeyParser(List.of(HEADER, ALIAS), KeyFormat.DEFAULT);

    private final HeaderKeyParser strict =
            new HeaderKeyParser(List.of(HEADER, ALIAS), new KeyFormat(true, 1, 255, null));

    @FuzzTest
    @Timeout(10)
    void isAKeyOrRefused(byte[] input) {
        String[] values = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        String key = parse(lenient, values[0]);
        assertThat(key).isIn(model(values[0]));
        assertThat(parse(strict, values[0])).isEqualTo(isQuoted(values[0]) ? key : null);
        if (key != null) {
            assertThat(parse(lenient, quoted(key))).isEqualTo(key);
            assertThat(parse(strict, quoted(key))).isEqualTo(key);
            if (!isQuoted(key) && key.equals(trimmed(key))) {
                assertThat(parse(lenient, key)).isEqualTo(key);
                assertThat(parse(strict, key)).isNull();
            }
        }
        if (values.length > 1) {
            String other = parse(lenient, values[1]);
            boolean agree = key != null && key.equals(other);
            assertThat(parse(lenient, values[0], values[1])).isEqualTo(agree ? key : null);
        }
    }

    /** Null for a refusal; anything else that is thrown is a finding. */
    private static @Nullable String parse(HeaderKeyParser parser, String... values) {
        try {
            return parser.parse(header -> {
                        int index = header.equals(HEADER) ? 0 : 1;
                        return index < values.length ? List.of(values[index]) : List.of();
                    })
                    .orElseThrow();
        } catch (IdempotencyException ex) {
            assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_INVALID);
            return null;
        }
    }

    private static boolean isQuoted(String value) {
        return trimmed(value).startsWith("\"");
    }

    /** Without the white space that HTTP allows around a value. */
    private static String trimmed(String value) {
        return BLANKS_AROUND.matcher(value).replaceAll("");
    }

    /** What the value may be read as. */
    private static List<@Nullable String> model(String value) {
        String trimmed = trimmed(value);
        StringBuilder key = new StringBuilder();
        String rest =
                isQuoted(value) ? unquoted(trimmed, key) : key.append(trimmed).substring(key.length());
        boolean valid =
                key.toString().matches("[ -~]{1,255}") && !key.toString().isBlank();
        if (rest == null || !valid || !rest.isEmpty() && !rest.startsWith(";")) {
            return Collections.singletonList(null);
        }
        // Parameters have a grammar of their own, and no meaning: they are refused or left.
        return rest.isEmpty() ? List.of(key.toString()) : Arrays.asList(key.toString(), null);
    }

    /** RFC 9651, section 4.2.5, character by character: what follows the closing quote, or null if there is none. */
    private static @Nullable String unquoted(String value, StringBuilder key) {
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return value.substring(i + 1);
            }
            if (c == '\\' && ++i < value.length()) {
                c = value.charAt(i);
                if (c != '"' && c != '\\') {
                    return null;
                }
            }
            key.append(c);
        }
        return null;
    }

    private static String quoted(String key) {
        return '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
