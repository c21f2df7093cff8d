package io.github.idempotency.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256, cut to the 128 bits that keys and fingerprints carry. */
final class Digests {

    static final int LENGTH = 16;

    /** Never fed: a copy of it costs less than to look for a provider each time. */
    private static final MessageDigest FRESH = lookUp();

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException ex) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException("Every Java platform has SHA-256", ex);
        }
    }

    /** Each part is preceded by its length, so that no two lists of parts run together to the same bytes. */
    static byte[] ofParts(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            if (isWellFormed(part)) {
                update(digest, bytes.length, bytes);
            } else {
                // UTF-8 has nothing for half a character: a question mark would stand for any of them.
                byte[] halves = new byte[2 * part.length()];
                ByteBuffer.wrap(halves).asCharBuffer().put(part);
                update(digest, -halves.length, halves);
            }
        }
        return Arrays.copyOf(digest.digest(), LENGTH);
    }

    private static void update(MessageDigest digest, int length, byte[] bytes) {
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            digest.update((byte) (length >>> shift));
        }
        digest.update(bytes);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static byte[] checked(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("Expected " + LENGTH + " bytes but got " + bytes.length);
        }
        return bytes.clone();
    }
}
