package io.github.idempotency.key;

import java.lang.reflect.Method;

/** What {@code #root} is in a key or fingerprint expression. */
public final class InvocationRoot {

    private final Method method;

    private final Object target;

    InvocationRoot(Method method, Object target) {
        this.method = method;
        this.target = target;
    }

    /** The guarded method. */
    public Method getMethod() {
        return method;
    }

    /** The bean behind the proxy. */
    public Object getTarget() {
        return target;
    }
}
