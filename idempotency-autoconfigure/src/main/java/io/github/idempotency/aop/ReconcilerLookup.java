package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.execution.UnknownExecution;
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
        Class<?>[] parameters = method.getParameterTypes();
        Class<?>[] andExecution = Arrays.copyOf(parameters, parameters.length + 1);
        andExecution[parameters.length] = UnknownExecution.class;
        Method told = beside(targetClass, name, andExecution);
        if (told != null) {
            return call -> execution -> ask(told, call, and(call.arguments(), execution));
        }
        Method untold = beside(targetClass, name, parameters);
        if (untold != null) {
            return call -> execution -> ask(untold, call, call.arguments());
        }
        Reconciler bean = beans.apply(name);
        if (bean == null) {
            throw new IllegalArgumentException(
                    "has reconcileWith = \"" + name + "\", but there is neither a method " + name
                            + " with the same parameters that returns Reconciliation nor a Reconciler bean of that name");
        }
        return new ReconcilerBean(bean);
    }

    private static @Nullable Method beside(Class<?> targetClass, String name, Class<?>[] parameters) {
        Method method = ReflectionUtils.findMethod(targetClass, name, parameters);
        if (method == null || !Reconciliation.class.isAssignableFrom(method.getReturnType())) {
            return null;
        }
        ReflectionUtils.makeAccessible(method);
        return method;
    }

    private static @Nullable Object[] and(@Nullable Object[] arguments, UnknownExecution execution) {
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = execution;
        return all;
    }

    // That the elements of a varargs array may be null is not read from its class file.
    @SuppressWarnings("NullAway")
    private static Reconciliation<?> ask(Method method, GuardedCall call, @Nullable Object[] arguments) {
        Object answer = ReflectionUtils.invokeMethod(method, call.target(), arguments);
        return answer == null ? Reconciliation.cannotTell() : (Reconciliation<?>) answer;
    }
}
