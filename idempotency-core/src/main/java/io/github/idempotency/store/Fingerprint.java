package io.github.idempotency.store;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Says whether two requests with one key are the same request: 128 bits of a SHA-256 over what must be equal, or
 * {@link #NONE} when nothing has to be. Immutable.
 */
public final class Fingerprint {

    /** Equal to every fingerprint: the key alone says what the request is. */
    public static final Fingerprint NONE = new Fingerprint(new byte[0]);

    /** Bytes of every fingerprint but {@link #NONE}. */
    public static final int LENGTH = Digests.LENGTH;

    private final byte[] digest;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
    }

    /** The fingerprint over the parts, in order. */
    public static Fingerprint of(String... parts) {
        return new Fingerprint(Digests.ofParts(parts));
    }

    /** The fingerprint a SHA-256 computation ends in; the digest is reset by this call. */
    public static Fingerprint of(MessageDigest sha256) {
        return new Fingerprint(Arrays.copyOf(sha256.digest(), LENGTH));
    }

    /**
     * The fingerprint with these bytes, {@link #NONE} for none.
     *
     * @throws IllegalArgumentException unless there are none or exactly 16 of them
     */
    public static Fingerprint ofDigest(byte[] digest) {
        return digest.length == 0 ? NONE : new Fingerprint(Digests.checked(digest));
    }

    /** A fresh SHA-256 to feed and then hand to {@link #of(MessageDigest)}. */
    public static MessageDigest digest() {
        return Digests.sha256();
    }

    /** Whether a request with the other fingerprint may be answered from a record with this one. */
    public boolean matches(Fingerprint other) {
        return digest.length == 0 || other.digest.length == 0 || Arrays.equals(digest, other.digest);
    }

    /** A copy of the bytes; empty for {@link #NONE}. */
    public byte[] toBytes() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest);
    }
}
