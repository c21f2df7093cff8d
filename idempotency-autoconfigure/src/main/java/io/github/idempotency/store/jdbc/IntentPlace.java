package io.github.idempotency.store.jdbc;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Intent;
import io.github.idempotency.store.StoreKey;

/** Where a page of intents ends, and the next one begins: they are in the order of their expiry and key. */
record IntentPlace(long expiresAt, byte[] key) {

    /** @throws IllegalArgumentException if the text is no place */
    static IntentPlace parse(@Nullable String text) {
        if (text == null) {
            return new IntentPlace(0, new byte[0]);
        }
        int dot = text.indexOf('.');
        try {
            return new IntentPlace(
                    Long.parseLong(text.substring(0, Math.max(0, dot))),
                    StoreKey.ofReference(text.substring(dot + 1)).toBytes());
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException("'" + text + "' is no page of intents of this store", ex);
        }
    }

    static String after(Intent last) {
        return last.record().expiresAt().toEpochMilli() + "." + last.key().reference();
    }
}
