package io.github.idempotency.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scopes that are told apart: the first thousand. Those of annotated methods are as many as there are methods, but
 * whoever calls the engine may name any. Thread-safe.
 */
final class BoundedScopes {

    static final int MOST = 1000;

    /** What all further scopes are called together. */
    static final String OTHERS = "(others)";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    private final AtomicInteger room = new AtomicInteger(MOST);

    /** The scope, or what it is counted under. */
    String of(String scope) {
        if (known.contains(scope)) {
            return scope;
        }
        if (room.get() <= 0 || room.getAndDecrement() <= 0) {
            return OTHERS;
        }
        if (!known.add(scope)) {
            room.incrementAndGet();
        }
        return scope;
    }
}
