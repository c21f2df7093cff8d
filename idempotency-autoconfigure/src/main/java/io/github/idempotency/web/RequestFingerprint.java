package io.github.idempotency.web;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Collections;

import jakarta.servlet.ServletException;

import org.springframework.http.HttpStatus;
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
        ComparedRequest.update(
                digest,
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                request.mediaType(),
                selection,
                header -> Collections.list(request.getHeaders(header)));
        try {
            body.update(digest, request, selection.fields());
        } catch (IOException | ServletException ex) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The request body cannot be read", ex);
        }
        return Fingerprint.of(digest);
    }

    static void feed(MessageDigest digest, String text) {
        ComparedRequest.feed(digest, text);
    }
}
