package io.github.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * What a reconciler has found out about an execution whose outcome was unknown.
 *
 * @param <T> what the guarded method returns
 */
public sealed interface Reconciliation<T extends @Nullable Object> {

    /** The effect happened. The value becomes the authoritative answer. */
    static <T extends @Nullable Object> Reconciliation<T> happened(T value) {
        return new Happened<>(value);
    }

    /** The effect did not happen, and will not happen later either. The call may run. */
    static <T extends @Nullable Object> Reconciliation<T> didNotHappen() {
        return new DidNotHappen<>();
    }

    /** Nobody knows yet. The outcome stays unknown and the call is refused. */
    static <T extends @Nullable Object> Reconciliation<T> cannotTell() {
        return new CannotTell<>();
    }

    /** The effect happened, and the method would have returned the value. */
    record Happened<T extends @Nullable Object>(T value) implements Reconciliation<T> {}

    /** The effect did not happen and will not. */
    record DidNotHappen<T extends @Nullable Object>() implements Reconciliation<T> {}

    /** Nobody knows yet. */
    record CannotTell<T extends @Nullable Object>() implements Reconciliation<T> {}
}
