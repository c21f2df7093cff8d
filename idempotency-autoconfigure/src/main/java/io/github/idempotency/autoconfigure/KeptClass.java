package io.github.idempotency.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Lets a guard answer the methods of an interface in front of a bean that keeps its class for those who want it by that.
 *
 * @param type the interface
 * @param guard answers its methods, and asks the bean
 */
record KeptClass(Class<?> type, Object guard) implements MethodInterceptor {

    /** Whether nothing can have the class and answer other than its beans do. */
    static boolean isFinal(Class<?> bean, Class<?> type) {
        // What a proxy of Spring's overrides is final there, and no hindrance to another one.
        Class<?> declared = ClassUtils.getUserClass(bean);
        return Modifier.isFinal(declared.getModifiers())
                || declared.isSealed()
                || Arrays.stream(type.getMethods())
                        .map(method -> ClassUtils.getMostSpecificMethod(method, declared))
                        .anyMatch(method -> Modifier.isFinal(method.getModifiers()));
    }

    static boolean isKept(Object bean) {
        return bean instanceof Advised proxy
                && Arrays.stream(proxy.getAdvisors()).anyMatch(advisor -> advisor.getAdvice() instanceof KeptClass);
    }

    static Object of(Object bean, Class<?> type, Object guard) {
        ProxyFactory proxy = new ProxyFactory(bean);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice(new KeptClass(type, guard));
        return proxy.getProxy(bean.getClass().getClassLoader());
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        Method guarded = ClassUtils.getMethodIfAvailable(type, method.getName(), method.getParameterTypes());
        return guarded == null
                ? invocation.proceed()
                : AopUtils.invokeJoinpointUsingReflection(guard, guarded, invocation.getArguments());
    }
}
