package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.ServletException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/**
 * Says what makes an HTTP request the same request: method, path, query in any order, media type, the headers that are
 * selected, and the body.
 */
final class RequestFingerprint {

    private final BodyFingerprint body;

    RequestFingerprint(CanonicalJson json) {
        this.body = new BodyFingerprint(json);
    }

    Fingerprint of(CapturingRequest request, FingerprintSelection selection) {
        MessageDigest digest = Fingerprint.digest();
        MediaType type = request.mediaType();
        feed(digest, request.getMethod());
        feed(digest, request.getRequestURI());
        feed(digest, sortedQuery(request.getQueryString()));
        feed(digest, type == null ? "" : type.getType() + "/" + type.getSubtype());
        for (String header : selection.headers()) {
            List<String> values = Collections.list(request.getHeaders(header));
            feed(digest, header);
            feed(digest, Integer.toString(values.size()));
            values.forEach(value -> feed(digest, value));
        }
        try {
            body.update(digest, request, selection.fields());
        } catch (IOException | ServletException ex) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The request body cannot be read", ex);
        }
        return Fingerprint.of(digest);
    }

    private static String sortedQuery(@Nullable String query) {
        String[] parameters = StringUtils.tokenizeToStringArray(query, "&");
        Arrays.sort(parameters);
        return String.join("&", parameters);
    }

    static void feed(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
