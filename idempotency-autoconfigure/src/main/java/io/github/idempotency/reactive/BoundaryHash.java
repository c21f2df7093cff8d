package io.github.idempotency.reactive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Hashes a multipart body without its boundary, which differs from one sending to the next (Knuth, Morris and Pratt's
 * search). Not thread-safe.
 */
final class BoundaryHash {

    private final byte[] boundary;

    private final int[] fallback;

    private final MessageDigest hash;

    /** Bytes of the boundary that have gone by last. */
    private int matched;

    private BoundaryHash(byte[] boundary, MessageDigest hash) {
        this.boundary = boundary;
        this.hash = hash;
        this.fallback = new int[boundary.length];
        for (int i = 1, length = 0; i < boundary.length; i++) {
            while (length > 0 && boundary[i] != boundary[length]) {
                length = fallback[length - 1];
            }
            length = boundary[i] == boundary[length] ? length + 1 : 0;
            fallback[i] = length;
        }
    }

    /** Null if the type names no boundary. */
    static @Nullable BoundaryHash of(MediaType type, MessageDigest hash) {
        String boundary = type.getParameter("boundary");
        if (boundary == null || boundary.isEmpty()) {
            return null;
        }
        String unquoted = boundary.replaceAll("^\"|\"$", "");
        return new BoundaryHash(("--" + unquoted).getBytes(StandardCharsets.UTF_8), hash);
    }

    void update(byte[] bytes) {
        for (byte value : bytes) {
            while (matched > 0 && value != boundary[matched]) {
                int kept = fallback[matched - 1];
                hash.update(boundary, 0, matched - kept);
                matched = kept;
            }
            if (value == boundary[matched]) {
                matched++;
            } else {
                hash.update(value);
            }
            if (matched == boundary.length) {
                // That there was one is told apart from there having been none.
                hash.update((byte) 0);
                matched = 0;
            }
        }
    }

    /** Nothing more comes. */
    void end() {
        hash.update(boundary, 0, matched);
        matched = 0;
    }
}
