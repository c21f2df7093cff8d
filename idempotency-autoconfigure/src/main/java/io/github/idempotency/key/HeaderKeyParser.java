package io.github.idempotency.key;

import java.util.List;
import java.util.Optional;

import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/**
 * Reads the key from the lines of its header (draft-ietf-httpapi-idempotency-key-header-07, section 2.1). A value that
 * begins with a double quote is an RFC 9651 String, parsed strictly; any other value is the key itself, so that
 * {@code "abc"} and {@code abc} are one key. Thread-safe.
 */
public final class HeaderKeyParser {

    /** Characters a key may have at most, after decoding. */
    public static final int MAX_LENGTH = 255;

    private final String header;

    /** @param header the header's name, for messages */
    public HeaderKeyParser(String header) {
        this.header = header;
    }

    /**
     * The key, or empty if the header is absent.
     *
     * @throws IdempotencyException {@code KEY_INVALID} for an empty or too long value, more than one line, characters
     *     outside printable ASCII or bad quoting
     */
    public Optional<String> parse(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.size() > 1) {
            throw invalid("is given " + lines.size() + " times: send it once");
        }
        String line = lines.get(0).strip();
        String key = line.startsWith("\"") ? unquoted(line) : line;
        if (key.isBlank()) {
            throw invalid("is empty: send 1 to " + MAX_LENGTH + " characters");
        }
        if (key.length() > MAX_LENGTH) {
            throw invalid("has " + key.length() + " characters: send 1 to " + MAX_LENGTH);
        }
        if (!key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            throw invalid("has a character outside printable ASCII");
        }
        return Optional.of(key);
    }

    private String unquoted(String line) {
        try {
            return Parser.parseString(line).get();
        } catch (ParseException ex) {
            throw invalid("begins with a quote but is no RFC 9651 String");
        }
    }

    private IdempotencyException invalid(String what) {
        return new IdempotencyException(IdempotencyProblem.KEY_INVALID, "The request header " + header + " " + what);
    }
}
