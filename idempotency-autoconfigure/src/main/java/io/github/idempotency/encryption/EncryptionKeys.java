package io.github.idempotency.encryption;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * The keys that answers are encrypted with, for AES-256-GCM. Declare a bean to take them from where they are kept instead
 * of the configuration. Asked with every stored and every replayed answer: remember what takes time to get. Thread-safe.
 *
 * <p>An exception it throws keeps an answer from being stored, or from being replayed, and nothing from being given.
 */
public interface EncryptionKeys {

    /** The key of new answers: 1 to 64 letters, digits, dots, dashes and underscores; null if they are not encrypted. */
    @Nullable
    String activeId();

    /** The key of that name; null if there is none. Names are stored with answers, and never given to another key. */
    @Nullable
    SecretKey find(String id);
}
