package io.github.idempotency.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.store.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two documents, with a byte of 0 between them, have one fingerprint if, and only if, they are equal as trees with numbers
 * as decimals. A document has the fingerprint of what it is when written anew: members reversed, white space everywhere,
 * other digits for the same number, every character escaped. One that is refused is refused for a reason.
 *
 * <p>Broken on purpose: members in the order they come, numbers as {@code double}, and numbers as texts each fail on a
 * seed.
 */
class CanonicalJsonFuzzTests {

    private static final Comparator<JsonNode> DECIMALS = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private static final JsonMapper MODEL = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final int MAX_EXPONENT = 10_000;

    private final CanonicalJson json = new CanonicalJson(JsonMapper.shared());

    @FuzzTest
    @Timeout(10)
    void equalDocumentsAreOneAndOthersAreNot(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != 0) {
            end++;
        }
        Fingerprint one = checked(Arrays.copyOf(input, end));
        if (one != null && end < input.length) {
            byte[] rest = Arrays.copyOfRange(input, end + 1, input.length);
            Fingerprint other = checked(rest);
            if (other != null) {
                boolean equal = MODEL.readTree(Arrays.copyOf(input, end)).equals(DECIMALS, MODEL.readTree(rest));
                assertThat(one.equals(other)).isEqualTo(equal);
            }
        }
    }

    /** The fingerprint; null of what is refused. */
    private @Nullable Fingerprint checked(byte[] document) {
        Fingerprint fingerprint;
        try {
            fingerprint = fingerprint(document);
        } catch (StreamConstraintsException ex) {
            return null;
        } catch (JacksonException ex) {
            JsonNode tree = tree(document);
            assertThat(tree == null || hasHalfCharacterInName(tree))
                    .as("It is JSON, and yet it was not read: %s", tree)
                    .isTrue();
            return null;
        }
        JsonNode tree = tree(document);
        assertThat(tree).as("It is no JSON, and yet it was read").isNotNull();
        StringBuilder anew = new StringBuilder();
        if (!write(tree, anew)) {
            return fingerprint;
        }
        assertThat(fingerprint(anew.toString().getBytes(StandardCharsets.UTF_8)))
                .as(anew::toString)
                .isEqualTo(fingerprint);
        return fingerprint;
    }

    private Fingerprint fingerprint(byte[] document) {
        MessageDigest digest = Fingerprint.digest();
        json.update(digest, document, document.length, FieldSelection.ALL);
        return Fingerprint.of(digest);
    }

    /** Null of what is no JSON. Read from characters, which are decoded beforehand unless a first zero tells other ones. */
    private static @Nullable JsonNode tree(byte[] document) {
        try {
            boolean other = document.length > 1
                    && (document[0] == 0 || document[1] == 0 || document[0] == -1 || document[0] == -2);
            JsonNode tree = other
                    ? MODEL.readTree(document)
                    : MODEL.readTree(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(document))
                            .toString()
                            .replaceFirst("^\ufeff", ""));
            return tree.isMissingNode() ? null : tree;
        } catch (JacksonException | NumberFormatException | CharacterCodingException ex) {
            return null;
        }
    }

    /** What the parser takes in a text it refuses in a name. */
    private static boolean hasHalfCharacterInName(JsonNode node) {
        return node.valueStream().anyMatch(CanonicalJsonFuzzTests::hasHalfCharacterInName)
                || node.isObject()
                        && node.propertyNames().stream()
                                .anyMatch(name ->
                                        !StandardCharsets.UTF_8.newEncoder().canEncode(name));
    }

    /** Equal, but as different as JSON allows; false if a number has no room for more digits. */
    private static boolean write(JsonNode node, StringBuilder target) {
        boolean room = true;
        target.append(" \t");
        if (node.isObject()) {
            List<String> names = new ArrayList<>(node.propertyNames());
            Collections.reverse(names);
            String separator = "{";
            for (String name : names) {
                target.append(separator);
                text(name, target);
                target.append("\r\n:");
                room &= write(node.get(name), target);
                separator = ",\n";
            }
            target.append(names.isEmpty() ? "{ }" : "}");
        } else if (node.isArray()) {
            String separator = "[";
            for (JsonNode element : node) {
                target.append(separator);
                room &= write(element, target);
                separator = " ,";
            }
            target.append(node.isEmpty() ? "[ ]" : "]");
        } else if (node.isNumber()) {
            room = number(node.decimalValue(), target);
        } else if (node.isString()) {
            text(node.asString(), target);
        } else {
            target.append(node.isNull() ? "null" : node.asString());
        }
        target.append('\n');
        return room;
    }

    /** Ten times the digits, and one less in the exponent. */
    private static boolean number(BigDecimal number, StringBuilder target) {
        target.append(number.unscaledValue().multiply(BigInteger.TEN))
                .append('E')
                .append(-number.scale() - 1);
        return number.precision() < 980 && number.scale() < MAX_EXPONENT;
    }

    private static void text(String text, StringBuilder target) {
        target.append('"');
        text.chars().forEach(c -> target.append("\\u").append(HEX.toHexDigits((char) c)));
        target.append('"');
    }
}
