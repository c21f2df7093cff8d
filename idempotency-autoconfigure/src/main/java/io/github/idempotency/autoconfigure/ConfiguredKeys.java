package io.github.idempotency.autoconfigure;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.encryption.AnswerEnvelope;
import io.github.idempotency.encryption.EncryptionKeys;

/** The keys of {@code idempotency.encryption.keys}. No message says what a key is. */
final class ConfiguredKeys implements EncryptionKeys {

    private static final String PREFIX = "idempotency.encryption.keys.";

    private static final String MAKE_ONE =
            "Write 32 random bytes in base64, for example what 'openssl rand -base64 32' says.";

    private static final int LENGTH = 32;

    private final @Nullable String activeId;

    private final Map<String, SecretKey> byId = new TreeMap<>();

    ConfiguredKeys(IdempotencyEncryptionProperties properties) {
        activeId = properties.key();
        properties.keys().forEach((id, key) -> byId.put(id, key(id, key)));
        if (activeId != null && !byId.containsKey(activeId)) {
            throw new InvalidIdempotentException(
                    "idempotency.encryption.key is '" + activeId + "', but idempotency.encryption.keys has "
                            + (byId.isEmpty() ? "no key." : "only " + byId.keySet() + "."),
                    "Write the name of one of the keys, or add " + PREFIX + activeId + ". " + MAKE_ONE);
        }
    }

    private static SecretKey key(String id, String base64) {
        if (!AnswerEnvelope.isId(id)) {
            throw new InvalidIdempotentException(
                    "The key " + PREFIX + id + " has a name that cannot be stored with an answer.",
                    "Write 1 to 64 letters, digits, dots, dashes and underscores.");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(PREFIX + id + " is not base64.", MAKE_ONE);
        }
        if (bytes.length != LENGTH) {
            throw new InvalidIdempotentException(
                    PREFIX + id + " has " + bytes.length + " bytes, and a key has " + LENGTH + ".", MAKE_ONE);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public @Nullable String activeId() {
        return activeId;
    }

    @Override
    public @Nullable SecretKey find(String id) {
        return byId.get(id);
    }
}
