package io.github.idempotency.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Feeds texts to a digest so that two different ones, or lists of them, are never fed as the same bytes, not even if one of
 * them is no well-formed UTF-16. What is fed for a text never changes: stored fingerprints are compared with it. Stateless.
 */
public final class TextDigest {

    private TextDigest() {}

    /** Feeds the length of a text in bytes, and the text. */
    public static void feed(MessageDigest digest, String text) {
        byte[] bytes = bytes(digest, text);
        feed(digest, bytes);
    }

    /** Feeds the kind of a text, its length in bytes, and the text. */
    static void feed(MessageDigest digest, char kind, String text) {
        byte[] bytes = bytes(digest, text);
        digest.update((byte) kind);
        feed(digest, bytes);
    }

    /** UTF-8 has nothing for half a character: a question mark would stand for any of them. */
    private static byte[] bytes(MessageDigest digest, String text) {
        if (isWellFormed(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        digest.update((byte) 'u');
        byte[] bytes = new byte[2 * text.length()];
        ByteBuffer.wrap(bytes).asCharBuffer().put(text);
        return bytes;
    }

    private static void feed(MessageDigest digest, byte[] bytes) {
        decimal(digest, bytes.length);
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private static void decimal(MessageDigest digest, int number) {
        if (number > 9) {
            decimal(digest, number / 10);
        }
        digest.update((byte) ('0' + number % 10));
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
