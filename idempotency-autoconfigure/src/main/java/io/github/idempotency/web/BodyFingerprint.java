package io.github.idempotency.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;

/**
 * Says what makes the body of a request the same body: JSON as documents are compared, a form by its fields, a multipart
 * by its parts, anything else by its bytes, and so is what is too large to be taken apart in memory.
 */
final class BodyFingerprint {

    private final CanonicalJson json;

    BodyFingerprint(CanonicalJson json) {
        this.json = json;
    }

    void update(MessageDigest digest, CapturingRequest request, FieldSelection fields)
            throws IOException, ServletException {
        BodyLimits limits = request.limits();
        // The container may have read a form itself.
        if (limits.refused() && request.getContentLengthLong() > limits.inMemory()) {
            throw tooLarge();
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
            throw tooLarge();
        }
        if (multipart) {
            requireUntouched(body, request.getContentLengthLong());
        }
        if (body.isWhole() && request.kind() == BodyKind.FORM) {
            form(digest, request, fields);
        } else if (!body.isWhole() || !json(digest, body.bytes(), body.length(), fields)) {
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
                throw tooLarge();
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
            throw tooLarge();
        }
    }

    private static void form(MessageDigest digest, CapturingRequest request, FieldSelection fields) throws IOException {
        Map<String, String[]> sorted;
        try {
            sorted = new TreeMap<>(request.getParameterMap());
        } catch (UncheckedIOException ex) {
            throw ex.getCause();
        }
        sorted.forEach((name, values) -> {
            if (fields.member(name).isCompared()) {
                RequestFingerprint.feed(digest, name);
                RequestFingerprint.feed(digest, Integer.toString(values.length));
                Arrays.stream(values).forEach(value -> RequestFingerprint.feed(digest, value));
            }
        });
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
            throw tooLarge();
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
            if (json(digest, document, document.length, fields)) {
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

    /** False for what is no JSON: a handler that takes text may be sent that, and then the bytes are compared. */
    private boolean json(MessageDigest digest, byte[] document, int length, FieldSelection fields) {
        try {
            json.update(digest, document, length, fields);
            return true;
        } catch (StreamConstraintsException ex) {
            // Without the name of the setter that it recommends to whoever configures Jackson.
            throw invalid(
                    "The request body is too much to be compared: "
                            + ex.getOriginalMessage().replaceAll(", from `[^`]*`", ""),
                    ex);
        } catch (JacksonException ex) {
            if (ex.getOriginalMessage().startsWith("Duplicate")) {
                throw invalid(
                        "The request body has a member twice, so it is not clear what the idempotency key stands for",
                        ex);
            }
            return false;
        }
    }

    private static IdempotencyException invalid(String detail, JacksonException cause) {
        return new IdempotencyException(IdempotencyProblem.KEY_INVALID, detail, null, cause);
    }

    private static ResponseStatusException tooLarge() {
        return new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE, "The request body is too large to be fingerprinted");
    }
}
