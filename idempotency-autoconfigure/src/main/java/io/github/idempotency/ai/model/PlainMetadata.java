package io.github.idempotency.ai.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AbstractMessage;

/** A provider's metadata on its way into a record and back. */
final class PlainMetadata {

    private PlainMetadata() {}

    /**
     * That of a message, which is a part of later prompts: all of it, because a conversation without the provider's own
     * state, such as the signatures of its thoughts, is another one.
     *
     * @return null for none
     * @throws IllegalArgumentException if something of it could not be read back as it was
     */
    static @Nullable Map<String, @Nullable Object> ofMessage(Map<String, Object> properties) {
        Map<String, @Nullable Object> plain = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (!name.equals(AbstractMessage.MESSAGE_TYPE)) {
                try {
                    plain.put(name, PlainValues.stored(value));
                } catch (IllegalArgumentException ex) {
                    throw ChatResponseCodec.unstorable("its metadata '" + name + "' has " + ex.getMessage());
                }
            }
        });
        return plain.isEmpty() ? null : plain;
    }

    /** That of an answer, which no prompt has: what can be read back as it was, without a provider's own objects. */
    static @Nullable Map<String, @Nullable Object> ofAnswer(Set<? extends Map.Entry<String, ?>> entries) {
        Map<String, @Nullable Object> plain = new TreeMap<>();
        for (Map.Entry<String, ?> entry : entries) {
            try {
                plain.put(entry.getKey(), PlainValues.stored(entry.getValue()));
            } catch (IllegalArgumentException ex) {
                // Such as rate limits, which were those of then.
            }
        }
        return plain.isEmpty() ? null : plain;
    }

    /** As it was. */
    static Map<String, Object> read(@Nullable Map<String, @Nullable Object> stored) {
        Map<String, Object> metadata = new TreeMap<>();
        if (stored != null) {
            stored.forEach((name, value) -> metadata.put(name, PlainValues.read(value)));
        }
        return metadata;
    }
}
