package io.github.idempotency.reactive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.web.BodyKind;
import io.github.idempotency.web.ComparedBody;
import io.github.idempotency.web.ComparedRequest;
import io.github.idempotency.web.FormFields;

/**
 * Says what makes a request the same request: method, path, query in any order, media type, the headers that are selected,
 * and the body: JSON as documents are compared, a form by its fields, a multipart by its parts, anything else by its
 * bytes.
 */
final class ReactiveFingerprint {

    private final ComparedBody compared;

    ReactiveFingerprint(CanonicalJson json) {
        this.compared = new ComparedBody(json);
    }

    Fingerprint of(CapturedRequest request, FingerprintSelection selection) {
        MessageDigest digest = Fingerprint.digest();
        ComparedRequest.update(
                digest,
                request.getMethod().name(),
                request.getURI().getRawPath(),
                request.getURI().getRawQuery(),
                request.type(),
                selection,
                request.getHeaders()::getOrEmpty);
        body(digest, request, selection.fields());
        return Fingerprint.of(digest);
    }

    private void body(MessageDigest digest, CapturedRequest request, FieldSelection fields) {
        if (request.isWhole() && request.kind() == BodyKind.FORM) {
            ComparedBody.form(digest, form(request), fields);
        } else if (request.kind() == BodyKind.MULTIPART
                ? !request.updateParts(digest, compared, fields)
                : !request.isWhole() || !compared.json(digest, request.body(), request.length(), fields)) {
            request.update(digest);
        }
    }

    private static Map<String, String[]> form(CapturedRequest request) {
        MediaType type = request.type();
        Charset charset = type == null ? null : type.getCharset();
        try {
            return FormFields.of(
                    Map.of(),
                    new ByteArrayInputStream(request.body(), 0, request.length()),
                    (charset == null ? StandardCharsets.UTF_8 : charset).name());
        } catch (IOException ex) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The request body cannot be read", ex);
        }
    }
}
