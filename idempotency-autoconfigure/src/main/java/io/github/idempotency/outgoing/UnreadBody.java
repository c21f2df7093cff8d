package io.github.idempotency.outgoing;

import java.lang.ref.WeakReference;

/**
 * A body that nobody has read: the same when the same object is sent again. Not held, because it may well hold the execution,
 * which would never be forgotten; a body that is gone cannot be sent again.
 */
final class UnreadBody {

    private final WeakReference<Object> body;

    private final int hash;

    UnreadBody(Object body) {
        this.body = new WeakReference<>(body);
        this.hash = System.identityHashCode(body);
    }

    @Override
    public boolean equals(Object other) {
        Object mine = body.get();
        return this == other || (mine != null && other instanceof UnreadBody unread && unread.body.get() == mine);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
