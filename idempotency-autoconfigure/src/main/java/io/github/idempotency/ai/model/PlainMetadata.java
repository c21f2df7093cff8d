package io.github.idempotency.ai.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** What of a provider's metadata can be read back as it was. */
final class PlainMetadata {

    private PlainMetadata() {}

    /** Texts, numbers and truths; null for none. Objects of a provider's own are left out. */
    static @Nullable Map<String, Object> of(Set<? extends Map.Entry<String, ?>> entries) {
        Map<String, Object> plain = new TreeMap<>();
        for (Map.Entry<String, ?> entry : entries) {
            Object value = entry.getValue();
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                plain.put(entry.getKey(), value);
            }
        }
        return plain.isEmpty() ? null : plain;
    }

    static Map<String, Object> orNone(@Nullable Map<String, Object> stored) {
        return stored == null ? Map.of() : stored;
    }
}
