package io.github.idempotency.key;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * One call of a guarded method.
 *
 * @param method the most specific method
 * @param target the bean behind the proxy
 * @param arguments as passed, not copied
 */
public record GuardedCall(
        Method method, Object target, @Nullable Object[] arguments) {}
