package io.github.idempotency.key;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.KeyScope;

/** Yields the caller's key and what it is unique within. Thread-safe. */
public final class KeyResolver {

    private final String namespace;

    private final KeyOwnerResolver owners;

    private final boolean authenticating;

    /** A resolver that expects callers to have an owner, if the owners are known at all. */
    public KeyResolver(String namespace, KeyOwnerResolver owners) {
        this(namespace, owners, true);
    }

    /**
     * @param namespace the application's namespace
     * @param owners says whose key it is
     * @param authenticating whether callers are expected to have an owner
     */
    public KeyResolver(String namespace, KeyOwnerResolver owners, boolean authenticating) {
        this.namespace = namespace;
        this.owners = owners;
        this.authenticating = authenticating;
    }

    /** Whether there is anybody who could tell owners apart. */
    public boolean knowsOwners() {
        return owners != KeyOwnerResolver.NOBODY;
    }

    /** Whether a caller without an owner is somebody who has not said who he is, and not the usual case. */
    public boolean expectsOwners() {
        return knowsOwners() && authenticating;
    }

    /** The application's namespace. */
    public String namespace() {
        return namespace;
    }

    /** The key that the expression yields for the call; null if it is missing. */
    public @Nullable String resolve(CallExpression expression, GuardedCall call) {
        return KeyText.of(expression.evaluate(call), expression);
    }

    /** Whose the current caller's keys are; empty for nobody in particular. */
    public String owner() {
        return owners.resolveOwner();
    }

    /** What the current caller's keys are unique within. */
    public KeyScope scope(String scope) {
        return new KeyScope(namespace, scope, owner());
    }

    /** What a named owner's keys are unique within, for look-ups. */
    public KeyScope scope(String scope, String owner) {
        return new KeyScope(namespace, scope, owner);
    }
}
