package io.github.idempotency.execution;

import io.github.idempotency.store.StoreKey;

/**
 * What a caller's key is unique within.
 *
 * @param namespace the application; two applications on one store never meet
 * @param scope the operation
 * @param owner whose key it is, for example the authenticated principal; empty for nobody in particular
 */
public record KeyScope(String namespace, String scope, String owner) {

    /** The record's name for a caller's key. */
    public StoreKey storeKey(String key) {
        return StoreKey.of(namespace, scope, owner, key);
    }
}
