package io.github.idempotency.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;

/**
 * Says what makes the body of a request the same body: JSON as documents are compared, a form by its fields, a multipart
 * by its parts, anything else by its bytes, and so is what is too large to be taken apart in memory.
 */
final class BodyFingerprint {

    private final ComparedBody compared;

    BodyFingerprint(CanonicalJson json) {
        this.compared = new ComparedBody(json);
    }

    void update(MessageDigest digest, CapturingRequest request, FieldSelection fields)
            throws IOException, ServletException {
        BodyLimits limits = request.limits();
        // The container may have read a form itself.
        if (limits.refused() && request.getContentLengthLong() > limits.inMemory()) {
            throw ComparedBody.tooLarge();
        }
        boolean multipart =
                request.kind() == BodyKind.MULTIPART && request.body().isUnread();
        Collection<Part> parts = multipart ? parts(request) : null;
        if (parts != null) {
            parts(digest, parts, limits, fields);
            return;
        }
        CapturedBody body = request.completeBody();
        if (body == null) {
            throw ComparedBody.tooLarge();
        }
        if (multipart) {
            requireUntouched(body, request.getContentLengthLong());
        }
        if (body.isWhole() && request.kind() == BodyKind.FORM) {
            form(digest, request, fields);
        } else if (!body.isWhole() || !compared.json(digest, body.bytes(), body.length(), fields)) {
            body.update(digest);
        }
    }

    /** Null where the container takes no multipart apart; a body is only bytes there. */
    private static @Nullable Collection<Part> parts(CapturingRequest request) throws IOException, ServletException {
        try {
            return request.getParts();
        } catch (IllegalStateException ex) {
            if (ex.getCause() != null) {
                // Not because it has not been told to, but because of its own bounds.
                throw ComparedBody.tooLarge();
            }
            return null;
        }
    }

    /** Not every container gives a cause when it gives up on a large multipart, and it may have read some of it. */
    private static void requireUntouched(CapturedBody body, long length) {
        if (length < 0) {
            throw new ResponseStatusException(
                    HttpStatus.LENGTH_REQUIRED, "The request body cannot be fingerprinted without a Content-Length");
        }
        if (body.size() != length) {
            throw ComparedBody.tooLarge();
        }
    }

    private static void form(MessageDigest digest, CapturingRequest request, FieldSelection fields) throws IOException {
        try {
            ComparedBody.form(digest, request.getParameterMap(), fields);
        } catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
    }

    private void parts(MessageDigest digest, Collection<Part> parts, BodyLimits limits, FieldSelection fields)
            throws IOException {
        long total = 0;
        for (Part part : parts) {
            total += part.getSize();
            FieldSelection selection = fields.member(part.getName());
            if (selection != FieldSelection.NOTHING) {
                part(digest, part, limits, selection);
            }
        }
        if (limits.refused() && total > limits.inMemory()) {
            throw ComparedBody.tooLarge();
        }
    }

    /** Without the boundary, which differs from one sending to the next. */
    private void part(MessageDigest digest, Part part, BodyLimits limits, FieldSelection fields) throws IOException {
        RequestFingerprint.feed(digest, part.getName());
        RequestFingerprint.feed(digest, String.valueOf(part.getSubmittedFileName()));
        RequestFingerprint.feed(digest, String.valueOf(part.getContentType()));
        BodyKind kind = BodyKind.of(CapturingRequest.mediaType(part.getContentType()));
        if (kind == BodyKind.JSON && part.getSize() <= limits.inMemory()) {
            byte[] document;
            try (InputStream content = part.getInputStream()) {
                document = content.readAllBytes();
            }
            if (compared.json(digest, document, document.length, fields)) {
                return;
            }
        }
        if (!fields.isCompared()) {
            return;
        }
        RequestFingerprint.feed(digest, Long.toString(part.getSize()));
        try (InputStream content = part.getInputStream();
                DigestOutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(sink);
        }
    }
}
