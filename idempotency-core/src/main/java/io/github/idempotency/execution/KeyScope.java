package io.github.idempotency.execution;

import java.util.Optional;

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
        return ofDigest(digest(key));
    }

    /** The record's name for the call with this id, if it is one of this scope. */
    StoreKey storeKey(OperationId id) {
        return ofDigest(id.key());
    }

    /** From its digest and not from the key, so that whoever is the owner can name the record without the key. */
    private StoreKey ofDigest(String digest) {
        return StoreKey.of(namespace, scope, owner, digest);
    }

    static String digest(String text) {
        return StoreKey.of(text).reference();
    }

    /**
     * What an unfinished record says it belongs to: the namespace and the scope, with a slash between them. The record's
     * name does not tell, and several applications may share a store. A slash within the namespace is escaped, so that no
     * application takes another's records for its own.
     */
    static String recorded(String namespace, String scope) {
        return prefix(namespace) + scope;
    }

    /** The scope of a record that says it belongs to the namespace; empty if it belongs to another. */
    static Optional<String> recordedIn(String namespace, String recorded) {
        String prefix = prefix(namespace);
        return recorded.startsWith(prefix) ? Optional.of(recorded.substring(prefix.length())) : Optional.empty();
    }

    private static String prefix(String namespace) {
        return namespace.replace("%", "%25").replace("/", "%2F") + "/";
    }
}
