package io.github.idempotency.aop;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.key.FingerprintSelection;

/**
 * What one source says about how requests are compared; null where it says nothing. Fields of the body are JSON Pointers
 * (RFC 6901), in which {@code *} stands for every element of an array; a field of a form and a part of a multipart
 * request are named as members of an object.
 *
 * @param selectFields Comma-separated list of JSON Pointers to the fields of the body that are compared. All of them if there is none.
 * @param excludeFields Comma-separated list of JSON Pointers to fields of the body that are not compared.
 * @param headers Comma-separated list of request headers that are compared.
 */
public record FingerprintSettings(
        @Nullable Set<String> selectFields,
        @Nullable Set<String> excludeFields,
        @Nullable Set<String> headers) {

    /** Says nothing. */
    public static final FingerprintSettings NONE = new FingerprintSettings(null, null, null);

    /** @throws IllegalArgumentException if a field is no JSON Pointer, or a header carries credentials */
    public FingerprintSettings {
        selection(selectFields, excludeFields, headers);
    }

    /** These settings, and the other's where these say nothing. */
    FingerprintSettings orElse(FingerprintSettings other) {
        return new FingerprintSettings(
                selectFields != null ? selectFields : other.selectFields,
                excludeFields != null ? excludeFields : other.excludeFields,
                headers != null ? headers : other.headers);
    }

    FingerprintSelection selection() {
        return selection(selectFields, excludeFields, headers);
    }

    private static FingerprintSelection selection(
            @Nullable Set<String> selected, @Nullable Set<String> excluded, @Nullable Set<String> headers) {
        return new FingerprintSelection(
                FieldSelection.of(orNone(selected), orNone(excluded)),
                orNone(headers).stream().toList());
    }

    private static Set<String> orNone(@Nullable Set<String> said) {
        return said == null ? Set.of() : said;
    }
}
