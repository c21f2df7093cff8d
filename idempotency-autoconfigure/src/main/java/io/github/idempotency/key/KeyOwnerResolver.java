package io.github.idempotency.key;

/**
 * Says whose key it is. Two owners with the same key are two executions and never see each other's answers. Declare a
 * bean to scope keys to a tenant, for example.
 */
@FunctionalInterface
public interface KeyOwnerResolver {

    /** The owner of the call that is being made on this thread; empty for nobody in particular, never null. */
    String resolveOwner();
}
