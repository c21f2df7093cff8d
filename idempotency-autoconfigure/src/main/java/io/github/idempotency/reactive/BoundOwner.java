package io.github.idempotency.reactive;

import io.github.idempotency.key.KeyOwnerResolver;

/** What a {@link ReactiveKeyOwnerResolver} has said, for the thread on which the key is looked for. */
public final class BoundOwner implements KeyOwnerResolver {

    private static final ThreadLocal<String> CURRENT = ThreadLocal.withInitial(() -> "");

    static void bind(String owner) {
        if (owner.isEmpty()) {
            CURRENT.remove();
        } else {
            CURRENT.set(owner);
        }
    }

    /** Nobody in particular on any other thread. */
    @Override
    public String resolveOwner() {
        return CURRENT.get();
    }
}
