package io.github.idempotency.outgoing;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What tells that a request is the one before, sent again. Never part of its key, because another attempt may word it
 * differently.
 *
 * @param body its digest, or whatever is equal when the same body is sent again
 */
record RequestContent(@Nullable String query, Object body) {

    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/.*;\\s*boundary=(?:\"([^\"]+)\"|([^\";\\s]+)).*", Pattern.CASE_INSENSITIVE);

    /** Each time a multipart is written it has another boundary. */
    static RequestContent of(URI uri, @Nullable String contentType, byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        Matcher multipart = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (multipart.matches()) {
            String boundary = multipart.group(multipart.group(1) == null ? 2 : 1);
            bytes = new String(bytes, ISO_8859_1).replace(boundary, "").getBytes(ISO_8859_1);
        }
        MessageDigest digest = digest();
        digest.update(bytes);
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
