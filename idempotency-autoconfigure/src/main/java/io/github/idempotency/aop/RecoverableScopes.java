package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.RecoverableScope;

/**
 * How executions are recovered without their callers: those of scopes with a {@code Reconciler} bean. A reconciling method
 * needs the arguments of the call, which nobody keeps; and where several methods share a scope, a record does not tell
 * whose it is. Complete once every guarded method has been looked at. Thread-safe.
 */
public final class RecoverableScopes {

    private final Map<String, Guarded> byScope = new ConcurrentHashMap<>();

    RecoverableScopes() {}

    void add(Method method, Class<?> targetClass, IdempotentMetadata metadata) {
        byScope.merge(
                metadata.scope(),
                new Guarded(method, metadata.policy(), recoverable(method, targetClass, metadata)),
                (one, other) -> one.method().equals(other.method()) ? one : one.withoutRecovery());
    }

    // Nulls inside type arguments are not seen in compiled classes of the other module.
    @SuppressWarnings("NullAway")
    private static @Nullable RecoverableScope recoverable(
            Method method, Class<?> targetClass, IdempotentMetadata metadata) {
        return metadata.reconciler() instanceof ReconcilerBean reconciler
                ? new RecoverableScope(
                        metadata.policy(), reconciler.bean(), metadata.adapter().codec(method, targetClass))
                : null;
    }

    /** How the scope is recovered; null if it cannot be. */
    public @Nullable RecoverableScope find(String scope) {
        Guarded guarded = byScope.get(scope);
        return guarded == null ? null : guarded.recoverable();
    }

    /** The scopes that can be recovered. */
    public Set<String> names() {
        return byScope.keySet().stream()
                .filter(scope -> find(scope) != null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** After this time no lease is left of a process that has died by now. */
    public Duration longestLease() {
        return byScope.values().stream()
                .map(guarded -> guarded.policy().lease())
                .max(Comparator.naturalOrder())
                .orElse(IdempotencyPolicy.DEFAULT.lease());
    }

    private record Guarded(
            Method method,
            IdempotencyPolicy policy,
            @Nullable RecoverableScope recoverable) {

        Guarded withoutRecovery() {
            return new Guarded(method, policy, null);
        }
    }
}
