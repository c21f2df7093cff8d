package io.github.idempotency.store;

import java.util.Arrays;
import java.util.Base64;

/**
 * The name of a record: 128 bits of the SHA-256 over the parts that make a key unique. The caller's key cannot be read
 * back from it, so it may be stored, logged and traced. Immutable.
 */
public final class StoreKey {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final byte[] digest;

    private StoreKey(byte[] digest) {
        this.digest = digest;
    }

    /**
     * Derives a key from its parts, in order. {@code of("a", "bc")} and {@code of("ab", "c")} differ.
     *
     * @throws IllegalArgumentException if there is no part
     */
    public static StoreKey of(String... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("A store key needs at least one part");
        }
        return new StoreKey(Digests.ofParts(parts));
    }

    /**
     * The key with these bytes.
     *
     * @throws IllegalArgumentException unless there are exactly 16 of them
     */
    public static StoreKey ofDigest(byte[] digest) {
        return new StoreKey(Digests.checked(digest));
    }

    /**
     * The key with this reference.
     *
     * @throws IllegalArgumentException unless it is 22 characters of base64url that stand for 16 bytes
     */
    public static StoreKey ofReference(String reference) {
        StoreKey key = ofDigest(Base64.getUrlDecoder().decode(reference));
        if (!key.reference().equals(reference)) {
            throw new IllegalArgumentException("'" + reference + "' is no reference of a record");
        }
        return key;
    }

    /** A copy of the 16 bytes. */
    public byte[] toBytes() {
        return digest.clone();
    }

    /** The record reference that operators see: 22 characters of base64url. */
    public String reference() {
        return BASE64.encodeToString(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreKey that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return reference();
    }
}
