package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Applies the advice to guarded methods. Its collaborators are asked for at the first call, so that proxying early beans
 * does not drag the store in.
 */
public final class IdempotentAdvisor extends AbstractPointcutAdvisor {

    /**
     * Inside method security (100 to 600), so that a replay passes authorization again; outside transactions, caches and
     * circuit breakers, so that a replay starts none of them. {@code @Async} and {@code @Retryable} are always further
     * out.
     */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

    private static final long serialVersionUID = 1L;

    private final transient MethodInterceptor advice;

    public IdempotentAdvisor(Supplier<IdempotentInterceptor> interceptor, int order) {
        Supplier<IdempotentInterceptor> once = SingletonSupplier.of(interceptor);
        this.advice = invocation -> once.get().invoke(invocation);
        setOrder(order);
    }

    @Override
    public Pointcut getPointcut() {
        return new GuardedPointcut();
    }

    @Override
    public Advice getAdvice() {
        return advice;
    }

    private static final class GuardedPointcut extends StaticMethodMatcherPointcut {

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            // Where no proxy can guard it, the validator says so better than the failed attempt to make one.
            return GuardedMethods.annotation(method, targetClass) != null
                    && GuardedMethods.unadvisable(method, targetClass) == null;
        }

        @Override
        public ClassFilter getClassFilter() {
            return GuardedTypes::mayBeGuarded;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof GuardedPointcut;
        }

        @Override
        public int hashCode() {
            return GuardedPointcut.class.hashCode();
        }
    }
}
