package io.github.idempotency.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of stored answers, headers and body alike.
 *
 * @param key Name of the key that new answers are encrypted with. Without it they are not encrypted.
 * @param keys Keys by name, 32 bytes each in base64. Old answers are read with any of them.
 * @param readUnencrypted Whether stored answers that are not encrypted are replayed although new ones are.
 */
@ConfigurationProperties("idempotency.encryption")
record IdempotencyEncryptionProperties(
        @Nullable String key,
        @DefaultValue Map<String, String> keys,
        @DefaultValue("false") boolean readUnencrypted) {

    /** Names only. */
    @Override
    public String toString() {
        return "key " + key + " of " + keys.keySet();
    }
}
