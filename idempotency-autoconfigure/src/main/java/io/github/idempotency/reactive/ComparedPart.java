package io.github.idempotency.reactive;

import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;

import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.web.ComparedBody;
import io.github.idempotency.web.ComparedRequest;

/**
 * What is compared of a part.
 *
 * @param file the name that its file was sent with, if it is one
 * @param type as it was sent
 * @param document null if it is none, or too large
 */
record ComparedPart(String name, String file, String type, long size, byte[] hash, byte @Nullable [] document) {

    static ComparedPart of(PartEvent event, long size, byte[] hash, byte @Nullable [] document) {
        String file = event.headers().getContentDisposition().getFilename();
        MediaType type = type(event);
        return new ComparedPart(event.name(), String.valueOf(file), String.valueOf(type), size, hash, document);
    }

    static @Nullable MediaType type(PartEvent event) {
        try {
            return event.headers().getContentType();
        } catch (InvalidMediaTypeException ex) {
            return null;
        }
    }

    void update(MessageDigest digest, ComparedBody compared, FieldSelection fields) {
        if (fields == FieldSelection.NOTHING) {
            return;
        }
        ComparedRequest.feed(digest, name);
        ComparedRequest.feed(digest, file);
        ComparedRequest.feed(digest, type);
        if (document != null && compared.json(digest, document, document.length, fields) || !fields.isCompared()) {
            return;
        }
        ComparedRequest.feed(digest, Long.toString(size));
        digest.update(hash);
    }
}
