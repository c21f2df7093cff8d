package io.github.idempotency.key;

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/** Turns what a key expression yields into a key. Only values whose text says all there is to say are keys. */
final class KeyText {

    private KeyText() {}

    /** The key, or null for a missing one: null, a blank text, an empty collection. */
    static @Nullable String of(@Nullable Object value, CallExpression expression) {
        if (value instanceof Collection<?> parts) {
            return parts.isEmpty() ? null : joined(parts, expression);
        }
        String text = value == null ? "" : simple(value, expression);
        return text.isBlank() ? null : text;
    }

    /** Each part after its length, so that {@code {'a','bc'}} and {@code {'ab','c'}} are two keys. */
    private static String joined(Collection<?> parts, CallExpression expression) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            if (part == null) {
                throw invalid(expression, "a collection with a null element");
            }
            String text = simple(part, expression);
            key.append(text.length()).append(':').append(text);
        }
        return key.toString();
    }

    private static String simple(Object value, CallExpression expression) {
        if (!BeanUtils.isSimpleValueType(value.getClass())) {
            throw invalid(expression, "a " + value.getClass().getName());
        }
        return value.toString();
    }

    private static IdempotencyException invalid(CallExpression expression, String what) {
        return new IdempotencyException(
                IdempotencyProblem.KEY_INVALID,
                "The idempotency key cannot be derived from this call",
                null,
                new IllegalStateException("The key expression " + expression + " yields " + what
                        + ": let it yield a text, number, UUID, enum or date, or a list of those"));
    }
}
