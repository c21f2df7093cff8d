package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.github.idempotency.Idempotent;

/** Finds the annotation of a method: on itself or an interface's method, or on the type. */
final class GuardedMethods {

    private GuardedMethods() {}

    static @Nullable Idempotent annotation(Method method, Class<?> targetClass) {
        Idempotent own = onMethod(method, targetClass);
        return own != null || !isPublicAction(method) ? own : onType(targetClass);
    }

    static boolean byType(Method method, Class<?> targetClass) {
        return onMethod(method, targetClass) == null;
    }

    static @Nullable Idempotent onMethod(Method method, Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        return AnnotatedElementUtils.findMergedAnnotation(specific, Idempotent.class);
    }

    static @Nullable Idempotent onType(Class<?> type) {
        return AnnotatedElementUtils.findMergedAnnotation(type, Idempotent.class);
    }

    /** Whether the annotation on the type does not mean the method for no other reason than that it is not public. */
    static boolean isLeftOut(Method method, Class<?> type) {
        return !Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && onMethod(method, type) == null;
    }

    private static boolean isPublicAction(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && method.getDeclaringClass() != Object.class;
    }

    /** Why no proxy can guard the method; null if one can. */
    static @Nullable String unadvisable(Method method, Class<?> type) {
        int modifiers = method.getModifiers();
        String why = Modifier.isPrivate(modifiers)
                ? "is private"
                : Modifier.isFinal(modifiers)
                        ? "is final"
                        : Modifier.isStatic(modifiers)
                                ? "is static"
                                : Modifier.isFinal(type.getModifiers()) ? "is in a final class" : null;
        return why == null || isInterfaceMethod(method, type) ? null : why;
    }

    private static boolean isInterfaceMethod(Method method, Class<?> type) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(candidate -> ClassUtils.hasMethod(candidate, method));
    }

    /** The class behind a bean's proxies; null if it is not known. */
    static @Nullable Class<?> targetClass(ConfigurableListableBeanFactory beans, String beanName) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, beanName);
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    /** Whether it is worth looking: the framework's own beans are not guarded. */
    static boolean mayBeGuarded(Class<?> type) {
        return !type.getName().startsWith("org.springframework.") && GuardedTypes.mayBeGuarded(type);
    }

    /** Class and method, for messages. */
    static String name(Method method, Class<?> targetClass) {
        return defaultScope(method, targetClass) + "()";
    }

    static String defaultScope(Method method, Class<?> targetClass) {
        return ClassUtils.getUserClass(targetClass).getName() + "." + method.getName();
    }
}
