package io.github.idempotency.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.TreeMap;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.store.Fingerprint;

/**
 * Says what makes an HTTP request the same request: method, path, query in any order, media type, and the body as JSON
 * documents, form fields or parts are compared, otherwise its bytes.
 */
final class RequestFingerprint {

    private static final MediaType ANY_JSON = new MediaType("application", "*+json");

    private final CanonicalJson json;

    RequestFingerprint(CanonicalJson json) {
        this.json = json;
    }

    Fingerprint of(CapturingRequest request) {
        MessageDigest digest = Fingerprint.digest();
        MediaType type = mediaType(request);
        feed(digest, request.getMethod());
        feed(digest, request.getRequestURI());
        feed(digest, sortedQuery(request.getQueryString()));
        feed(digest, type == null ? "" : type.getType() + "/" + type.getSubtype());
        try {
            body(digest, type, request, request.body());
        } catch (IOException | ServletException ex) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The request body cannot be read", ex);
        }
        return Fingerprint.of(digest);
    }

    private void body(MessageDigest digest, @Nullable MediaType type, CapturingRequest request, CapturedBody body)
            throws IOException, ServletException {
        if (type != null && "multipart".equals(type.getType()) && body.isUnread()) {
            for (Part part : request.getParts()) {
                part(digest, part);
            }
        } else if (!body.complete()) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The body is too large to be fingerprinted before the handler reads it");
        } else if (MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type) && body.isWhole()) {
            new TreeMap<>(request.form()).forEach((name, values) -> {
                feed(digest, name);
                feed(digest, Integer.toString(values.length));
                Arrays.stream(values).forEach(value -> feed(digest, value));
            });
        } else if (isJson(type) && body.isWhole()) {
            json(digest, body.bytes());
        } else {
            body.update(digest);
        }
    }

    /** Without the boundary, which differs from one sending to the next. */
    private static void part(MessageDigest digest, Part part) throws IOException {
        feed(digest, part.getName());
        feed(digest, String.valueOf(part.getSubmittedFileName()));
        feed(digest, String.valueOf(part.getContentType()));
        feed(digest, Long.toString(part.getSize()));
        try (InputStream content = part.getInputStream();
                DigestOutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(sink);
        }
    }

    /** A handler that takes text may be sent what is no JSON: then the bytes are compared. */
    private void json(MessageDigest digest, byte[] document) {
        MessageDigest canonical = Fingerprint.digest();
        try {
            json.update(canonical, document);
            digest.update(canonical.digest());
        } catch (JacksonException ex) {
            if (ex.getOriginalMessage().startsWith("Duplicate")) {
                throw new IdempotencyException(
                        IdempotencyProblem.KEY_INVALID,
                        "The request body has a member twice, so it is not clear what the idempotency key stands for",
                        null,
                        ex);
            }
            digest.update(document);
        }
    }

    private static boolean isJson(@Nullable MediaType type) {
        return type != null && (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || ANY_JSON.includes(type));
    }

    /** Without its parameters, which may be wrong and still do no harm to the container. */
    private static @Nullable MediaType mediaType(HttpServletRequest request) {
        String type = request.getContentType();
        try {
            return type == null ? null : MediaType.parseMediaType(type.split(";", 2)[0]);
        } catch (InvalidMediaTypeException ex) {
            return null;
        }
    }

    private static String sortedQuery(@Nullable String query) {
        String[] parameters = StringUtils.tokenizeToStringArray(query, "&");
        Arrays.sort(parameters);
        return String.join("&", parameters);
    }

    private static void feed(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
