package io.github.idempotency.codec;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The exceptions that one method remembers, as JSON of type and message. A stored type is a name that is compared with
 * those of the listed classes; it never loads a class. Thread-safe.
 */
final class RememberedFailures {

    private final Map<String, FailureType> byName = new TreeMap<>();

    private final JsonMapper mapper;

    /** @throws IllegalArgumentException if one of them could not be made again */
    RememberedFailures(JsonMapper mapper, Set<? extends Class<?>> types) {
        this.mapper = mapper;
        for (Class<?> type : types) {
            byName.put(type.getName(), FailureType.of(type));
        }
    }

    /** Null if it is none of them; a subclass of one is not. */
    byte @Nullable [] encode(Throwable failure) {
        String type = failure.getClass().getName();
        return byName.containsKey(type)
                ? mapper.writeValueAsBytes(new StoredFailure(type, failure.getMessage()))
                : null;
    }

    /** @throws IllegalArgumentException if it is none of them */
    Throwable decode(byte[] bytes) {
        StoredFailure stored = mapper.readValue(bytes, StoredFailure.class);
        FailureType type = byName.get(stored.type());
        if (type == null) {
            throw new IllegalArgumentException(
                    "The method does not remember " + stored.type() + ", which is stored, but " + byName.keySet());
        }
        return type.make(stored.message());
    }

    record StoredFailure(String type, @Nullable String message) {}
}
