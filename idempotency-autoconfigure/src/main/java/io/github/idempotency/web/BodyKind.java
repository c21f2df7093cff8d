package io.github.idempotency.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** What the body of a request is compared as. */
public enum BodyKind {

    /** A document. */
    JSON,

    /** Fields. */
    FORM,

    /** Parts, which the container has taken apart. */
    MULTIPART,

    /** Anything else. */
    BYTES;

    private static final MediaType ANY_JSON = new MediaType("application", "*+json");

    /** How a body of that type is compared; null: it has none. */
    public static BodyKind of(@Nullable MediaType type) {
        if (type == null) {
            return BYTES;
        }
        if (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || ANY_JSON.includes(type)) {
            return JSON;
        }
        if (type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
            return FORM;
        }
        return type.getType().equals("multipart") ? MULTIPART : BYTES;
    }

    /** Whether a body of this kind has to be at hand as a whole; of others a hash will do. */
    public boolean isParsed() {
        return this == JSON || this == FORM;
    }
}
