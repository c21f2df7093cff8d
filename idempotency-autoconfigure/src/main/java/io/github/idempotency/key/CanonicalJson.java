package io.github.idempotency.key;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Feeds JSON to a digest so that equal documents give equal digests.
 *
 * <ul>
 *   <li>The order of an object's members does not matter; an array's does.
 *   <li>Numbers are compared as decimals: 1.0 equals 1, and 9007199254740993 differs from 9007199254740992.
 *   <li>A member that is null differs from one that is absent.
 *   <li>A duplicate member is an error.
 * </ul>
 *
 * Thread-safe.
 */
public final class CanonicalJson {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonMapper mapper;

    /** @param mapper writes values as the application does */
    public CanonicalJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Feeds a document.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON, or has a duplicate member
     */
    public void update(MessageDigest digest, byte[] document) {
        feed(digest, STRICT.readTree(document));
    }

    /**
     * Feeds a value as the JSON it is written as.
     *
     * @throws tools.jackson.core.JacksonException if it cannot be written
     */
    public void update(MessageDigest digest, @Nullable Object value) {
        update(digest, mapper.writeValueAsBytes(value));
    }

    private static void feed(MessageDigest digest, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            feed(digest, '{', Integer.toString(members.size()));
            members.forEach((name, value) -> {
                feed(digest, 'n', name);
                feed(digest, value);
            });
        } else if (node.isArray()) {
            feed(digest, '[', Integer.toString(node.size()));
            node.forEach(element -> feed(digest, element));
        } else if (node.isNumber()) {
            feed(digest, '#', decimal(node).toString());
        } else {
            feed(digest, node.isString() ? '"' : 'l', node.asString());
        }
    }

    /** Zeros at the end are stripped, never written out: 1E+1000000000 stays as short as it came. */
    private static BigDecimal decimal(JsonNode number) {
        BigDecimal decimal = number.decimalValue();
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }

    private static void feed(MessageDigest digest, char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) kind);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }
}
