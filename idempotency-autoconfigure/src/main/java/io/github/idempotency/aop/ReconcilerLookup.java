package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.key.GuardedCall;

/** Finds the reconciler that a guarded method names: a method beside it, or a bean. */
public final class ReconcilerLookup {

    private final Function<String, @Nullable Reconciler> beans;

    /** @param beans the reconciler bean of a name; null if there is none */
    public ReconcilerLookup(Function<String, @Nullable Reconciler> beans) {
        this.beans = beans;
    }

    /**
     * The reconciler of a call of the method.
     *
     * @throws IllegalArgumentException if there is neither such a method nor such a bean
     */
    Function<GuardedCall, Reconciler> find(String name, Method method, Class<?> targetClass) {
        Method beside = ReflectionUtils.findMethod(targetClass, name, method.getParameterTypes());
        if (beside != null && Reconciliation.class.isAssignableFrom(beside.getReturnType())) {
            ReflectionUtils.makeAccessible(beside);
            return call -> execution ->
                    (Reconciliation<?>) ReflectionUtils.invokeMethod(beside, call.target(), call.arguments());
        }
        Reconciler bean = beans.apply(name);
        if (bean == null) {
            throw new IllegalArgumentException(
                    "has reconcileWith = \"" + name + "\", but there is neither a method " + name
                            + " with the same parameters that returns Reconciliation nor a Reconciler bean of that name");
        }
        return call -> bean;
    }
}
