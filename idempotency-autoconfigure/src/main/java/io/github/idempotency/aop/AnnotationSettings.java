package io.github.idempotency.aop;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringValueResolver;

import io.github.idempotency.Idempotent;

/** Reads the settings of an annotation, with placeholders resolved. */
final class AnnotationSettings {

    private final StringValueResolver placeholders;

    AnnotationSettings(StringValueResolver placeholders) {
        this.placeholders = placeholders;
    }

    IdempotentSettings of(Idempotent annotation) {
        return new IdempotentSettings(
                text(annotation.profile()),
                null,
                duration("ttl", annotation.ttl()),
                duration("resultTtl", annotation.resultTtl()),
                text(annotation.key()),
                single("required", boxed(annotation.required())),
                text(annotation.fingerprint()),
                duration("lease", annotation.lease()),
                single("effect", annotation.effect()),
                text(annotation.reconcileWith()),
                single("onInProgress", annotation.onInProgress()),
                duration("waitTimeout", annotation.waitTimeout()),
                single("onMismatch", annotation.onMismatch()),
                single("onStoreFailure", annotation.onStoreFailure()),
                single("onCancel", annotation.onCancel()),
                null,
                null,
                single("transactional", boxed(annotation.transactional())),
                null,
                types(annotation.releaseOn()),
                types(annotation.remember()),
                null,
                null,
                text(annotation.succeededWhen()),
                null,
                null);
    }

    @Nullable
    String scope(Idempotent annotation) {
        return text(annotation.scope());
    }

    private @Nullable String text(String value) {
        String resolved = value.isEmpty() ? null : placeholders.resolveStringValue(value);
        return resolved == null || resolved.isBlank() ? null : resolved.strip();
    }

    private @Nullable Duration duration(String attribute, String value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException ex) {
            throw new IllegalArgumentException(
                    "has " + attribute + " = \"" + value
                            + "\", which is no duration: write for example 30s, 24h or PT1H",
                    ex);
        }
    }

    private static @Nullable Set<Class<? extends Throwable>> types(Class<? extends Throwable>[] values) {
        return values.length == 0 ? null : new LinkedHashSet<>(Arrays.asList(values));
    }

    private static Boolean[] boxed(boolean[] values) {
        Boolean[] boxed = new Boolean[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return boxed;
    }

    private static <T> @Nullable T single(String attribute, T[] values) {
        if (values.length > 1) {
            throw new IllegalArgumentException("has " + values.length + " values of " + attribute + ": give one");
        }
        return values.length == 0 ? null : values[0];
    }
}
