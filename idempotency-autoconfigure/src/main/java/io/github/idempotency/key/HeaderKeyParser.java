package io.github.idempotency.key;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/**
 * Reads the key from its header, or from another header that stands for it (draft-ietf-httpapi-idempotency-key-header-07,
 * section 2.1). A value that begins with a double quote is an RFC 9651 String, parsed strictly; any other value is the
 * key itself unless the format is strict, so that {@code "abc"} and {@code abc} are one key. Thread-safe.
 */
public final class HeaderKeyParser {

    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final List<String> headers;

    private final KeyFormat format;

    /**
     * @param headers the header's name, and other names for it, at least one
     * @param format what a key looks like
     * @throws IllegalArgumentException if a name is no name of a header
     */
    public HeaderKeyParser(List<String> headers, KeyFormat format) {
        for (String header : headers) {
            if (!HEADER_NAME.matcher(header).matches()) {
                throw new IllegalArgumentException(
                        "'" + header + "' is no name of a header: write for example Idempotency-Key");
            }
        }
        this.headers = List.copyOf(headers);
        this.format = format;
    }

    /** The names of the headers that are looked at. */
    public List<String> headers() {
        return headers;
    }

    /** What a key looks like. */
    public KeyFormat format() {
        return format;
    }

    /**
     * The key, or empty if the request has none of the headers.
     *
     * @throws IdempotencyException {@code KEY_INVALID} for more than one line, a value that is not of the format, and
     *     two headers with two keys
     */
    public Optional<String> parse(RequestHeaders request) {
        String key = null;
        String source = "";
        for (String header : headers) {
            String other = parse(header, request.values(header));
            if (key == null) {
                key = other;
                source = header;
            } else if (other != null && !other.equals(key)) {
                throw new IdempotencyException(
                        IdempotencyProblem.KEY_INVALID,
                        "The request headers " + source + " and " + header
                                + " carry different keys: send one of them, or the same key in both");
            }
        }
        return Optional.ofNullable(key);
    }

    private @Nullable String parse(String header, List<String> lines) {
        if (lines.isEmpty()) {
            return null;
        }
        if (lines.size() > 1) {
            throw invalid(header, "is given " + lines.size() + " times: send it once");
        }
        String line = trimmed(lines.get(0));
        String key = line.startsWith("\"") ? unquoted(header, line) : line;
        if (key.isBlank()) {
            throw invalid(header, "is empty: send " + lengths());
        }
        if (format.strict() && !line.startsWith("\"")) {
            throw invalid(header, "is no RFC 9651 String: put the key in double quotes");
        }
        if (!format.allows(key.length())) {
            throw invalid(header, "has " + key.length() + " characters: send " + lengths());
        }
        if (!isPrintable(key)) {
            throw invalid(header, "has a character outside printable ASCII");
        }
        requirePattern(header, key);
        return key;
    }

    /** Whether a text has printable ASCII and nothing else. */
    public static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** Without the white space that HTTP allows around a value (RFC 9110, section 5.6.3), which is not all that Java knows. */
    private static String trimmed(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private String unquoted(String header, String line) {
        try {
            return Parser.parseString(line).get();
        } catch (ParseException ex) {
            throw invalid(header, "begins with a quote but is no RFC 9651 String");
        }
    }

    /** The length has been checked by then, so that a pattern never sees more than it. */
    private void requirePattern(String header, String key) {
        Pattern pattern = format.pattern();
        try {
            if (pattern != null && !pattern.matcher(new BoundedText(key)).matches()) {
                throw invalid(header, "does not match " + pattern);
            }
        } catch (BoundedText.TooManyReadsException ex) {
            throw invalid(header, "cannot be matched with " + pattern + " in reasonable time");
        }
    }

    private String lengths() {
        return format.minLength() + " to " + format.maxLength() + " characters";
    }

    private static IdempotencyException invalid(String header, String what) {
        return new IdempotencyException(IdempotencyProblem.KEY_INVALID, "The request header " + header + " " + what);
    }
}
