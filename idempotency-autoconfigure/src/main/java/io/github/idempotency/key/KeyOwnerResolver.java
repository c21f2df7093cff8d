package io.github.idempotency.key;

/**
 * Says whose key it is. Two owners with the same key are two executions and never see each other's answers. Declare a
 * bean to scope keys to a tenant, for example.
 */
@FunctionalInterface
public interface KeyOwnerResolver {

    /** Knows nobody: all callers are one owner. */
    KeyOwnerResolver NOBODY = () -> "";

    /**
     * The owner of the call that is being made on this thread; empty for nobody in particular, whose keys are refused or
     * shared as {@link io.github.idempotency.AnonymousPolicy} says. Never null.
     */
    String resolveOwner();
}
