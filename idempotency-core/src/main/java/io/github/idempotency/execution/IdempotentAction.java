package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

/** The work that must not be done twice. */
@FunctionalInterface
public interface IdempotentAction<T extends @Nullable Object, X extends Throwable> {

    T run() throws X;
}
