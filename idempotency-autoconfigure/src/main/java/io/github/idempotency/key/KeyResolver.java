package io.github.idempotency.key;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.KeyScope;

/** Yields the caller's key and what it is unique within. Thread-safe. */
public final class KeyResolver {

    private final String namespace;

    private final KeyOwnerResolver owners;

    /**
     * @param namespace the application's namespace
     * @param owners says whose key it is
     */
    public KeyResolver(String namespace, KeyOwnerResolver owners) {
        this.namespace = namespace;
        this.owners = owners;
    }

    /** The application's namespace. */
    public String namespace() {
        return namespace;
    }

    /** The key that the expression yields for the call; null if it is missing. */
    public @Nullable String resolve(CallExpression expression, GuardedCall call) {
        return KeyText.of(expression.evaluate(call), expression);
    }

    /** What the current caller's keys are unique within. */
    public KeyScope scope(String scope) {
        return new KeyScope(namespace, scope, owners.resolveOwner());
    }

    /** What a named owner's keys are unique within, for look-ups. */
    public KeyScope scope(String scope, String owner) {
        return new KeyScope(namespace, scope, owner);
    }
}
