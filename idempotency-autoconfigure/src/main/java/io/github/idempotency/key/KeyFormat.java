package io.github.idempotency.key;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a key in a request header looks like. Lengths are those of the key, without quotes and escapes.
 *
 * @param strict whether only an RFC 9651 String, in double quotes, is a key; otherwise any other value is one too
 * @param minLength characters a key has at least, 1 or more
 * @param maxLength characters a key has at most, up to 1024
 * @param pattern what the whole key must match; null for anything
 */
public record KeyFormat(
        boolean strict,
        int minLength,
        int maxLength,
        @Nullable Pattern pattern) {

    /** Quoted or not, 1 to 255 characters, of any pattern. */
    public static final KeyFormat DEFAULT = new KeyFormat(false, 1, 255, null);

    private static final int LONGEST = 1024;

    /**
     * @throws IllegalArgumentException if the lengths are out of bounds
     */
    public KeyFormat {
        if (minLength < 1 || minLength > maxLength || maxLength > LONGEST) {
            throw new IllegalArgumentException("A key of " + minLength + " to " + maxLength
                    + " characters: let min-length be at least 1, max-length at most " + LONGEST
                    + ", and neither cross the other");
        }
    }

    boolean allows(int length) {
        return length >= minLength && length <= maxLength;
    }
}
