package io.github.idempotency.key;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
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
 * A document may have 500 levels, 1,000,000 tokens, names of 50,000, texts of 20,000,000 and numbers of 1,000 characters,
 * and exponents from -10,000 to 10,000. Thread-safe.
 */
public final class CanonicalJson {

    private static final int MAX_EXPONENT = 10_000;

    /** Takes no document for an error, where a mapper's tree of it could be taken for null. */
    private static final ObjectReader STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxTokenCount(1_000_000)
                            .maxNameLength(50_000)
                            .maxStringLength(20_000_000)
                            .maxNumberLength(1_000)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final JsonMapper mapper;

    /** @param mapper writes values as the application does */
    public CanonicalJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Feeds the selected fields of a document, and nothing if it is none.
     *
     * @param length bytes of the array that are the document
     * @throws StreamConstraintsException if it is out of bounds; part of it may have been fed
     * @throws tools.jackson.core.JacksonException if it is no JSON, or has a duplicate member
     */
    public void update(MessageDigest digest, byte[] document, int length, FieldSelection selection) {
        feed(digest, tree(document, length), selection);
    }

    private static JsonNode tree(byte[] document, int length) {
        requireUtf8(document, length);
        try {
            return STRICT.readValue(document, 0, length);
        } catch (NumberFormatException ex) {
            // An exponent that is no int is all that a well-formed number can have wrong.
            throw exponentTooLarge();
        }
    }

    /**
     * The parser lets some malformed characters pass, and takes a name that has them for one that it knows from another
     * document: whether it reads them would depend on what others have sent.
     */
    private static void requireUtf8(byte[] document, int length) {
        if (length > 1 && (document[0] == 0 || document[1] == 0 || (document[0] & 0xfe) == 0xfe)) {
            // Of another encoding, which the parser finds out.
            return;
        }
        int ascii = 0;
        while (ascii < length && document[ascii] >= 0) {
            ascii++;
        }
        if (ascii == length) {
            return;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer source = ByteBuffer.wrap(document, ascii, length - ascii);
        CharBuffer block = CharBuffer.allocate(Math.min(length - ascii + 1, 1024));
        CoderResult result;
        do {
            result = decoder.decode(source, block.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new StreamReadException(null, "The document is no UTF-8");
        }
    }

    /**
     * Feeds a value as the JSON it is written as.
     *
     * @throws tools.jackson.core.JacksonException if it cannot be written, or is out of bounds
     */
    public void update(MessageDigest digest, @Nullable Object value) {
        byte[] document = mapper.writeValueAsBytes(value);
        update(digest, document, document.length, FieldSelection.ALL);
    }

    private static void feed(MessageDigest digest, JsonNode node, FieldSelection selection) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> {
                if (selection.member(member.getKey()) != FieldSelection.NOTHING) {
                    members.put(member.getKey(), member.getValue());
                }
            });
            TextDigest.feed(digest, '{', Integer.toString(members.size()));
            members.forEach((name, value) -> {
                TextDigest.feed(digest, 'n', name);
                feed(digest, value, selection.member(name));
            });
        } else if (node.isArray()) {
            array(digest, node, selection);
        } else if (!selection.isCompared()) {
            TextDigest.feed(digest, '-', "");
        } else if (node.isNumber()) {
            TextDigest.feed(digest, '#', decimal(node).toString());
        } else {
            TextDigest.feed(digest, node.isString() ? '"' : 'l', node.asString());
        }
    }

    private static void array(MessageDigest digest, JsonNode array, FieldSelection selection) {
        int compared = 0;
        for (int i = 0; i < array.size(); i++) {
            compared += selection.element(i) == FieldSelection.NOTHING ? 0 : 1;
        }
        TextDigest.feed(digest, '[', Integer.toString(compared));
        for (int i = 0; i < array.size(); i++) {
            FieldSelection element = selection.element(i);
            if (element != FieldSelection.NOTHING) {
                feed(digest, array.get(i), element);
            }
        }
    }

    /** Bounded, because others would write out what a few characters stand for. */
    private static BigDecimal decimal(JsonNode number) {
        BigDecimal decimal = number.decimalValue();
        if (Math.abs((long) decimal.scale()) > MAX_EXPONENT) {
            throw exponentTooLarge();
        }
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }

    private static StreamConstraintsException exponentTooLarge() {
        return new StreamConstraintsException("Number exponent exceeds the maximum allowed (" + MAX_EXPONENT + ")");
    }
}
