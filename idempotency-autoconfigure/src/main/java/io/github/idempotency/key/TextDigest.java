package io.github.idempotency.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Feeds texts to a digest so that two different ones, or lists of them, are never fed as the same bytes. */
final class TextDigest {

    private TextDigest() {}

    /** Feeds the kind of a text, its length in bytes, and the text. */
    static void feed(MessageDigest digest, char kind, String text) {
        byte[] bytes;
        if (isWellFormed(text)) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else {
            // UTF-8 has nothing for half a character: a question mark would stand for any of them.
            bytes = new byte[2 * text.length()];
            ByteBuffer.wrap(bytes).asCharBuffer().put(text);
            digest.update((byte) 'u');
        }
        digest.update((byte) kind);
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
