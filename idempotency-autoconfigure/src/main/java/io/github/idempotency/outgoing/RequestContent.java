package io.github.idempotency.outgoing;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * What tells that a request is the one before, sent again. Never part of its key, because another attempt may word it
 * differently.
 *
 * @param body its digest, or whatever is the same object when the body is sent again
 */
record RequestContent(@Nullable String query, Object body) {

    static RequestContent of(URI uri, byte @Nullable [] body) {
        MessageDigest digest = digest();
        if (body != null) {
            digest.update(ByteBuffer.wrap(body));
        }
        return of(uri, digest);
    }

    static RequestContent of(URI uri, MessageDigest body) {
        return new RequestContent(uri.getRawQuery(), HexFormat.of().formatHex(body.digest()));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
