package io.github.idempotency.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

import io.github.idempotency.Idempotent;

/**
 * Whether a class may have guarded methods: whether the annotation is on anything that it declares or inherits. Every bean
 * is asked about as it is made, and most have the same few classes and interfaces above them, so each of those is looked at
 * once. Method by method, every hierarchy would be searched again for each method of each bean. Without streams, because
 * all of it runs at the start, where nothing is compiled yet.
 */
final class GuardedTypes {

    private static final ClassValue<Boolean> GUARDED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return AnnotationUtils.isCandidateClass(type, Idempotent.class) && (declares(type) || inherits(type));
        }
    };

    /** Of a type of annotations, whether it is the one that guards or is composed with it. */
    private static final ClassValue<Boolean> GUARDING = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type == Idempotent.class || MergedAnnotations.from(type).isPresent(Idempotent.class);
        }
    };

    private GuardedTypes() {}

    static boolean mayBeGuarded(Class<?> type) {
        return GUARDED.get(type);
    }

    private static boolean inherits(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (mayBeGuarded(parent)) {
                return true;
            }
        }
        return type.getSuperclass() != null && mayBeGuarded(type.getSuperclass());
    }

    private static boolean declares(Class<?> type) {
        for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
            if (isAnnotated(method)) {
                return true;
            }
        }
        return isAnnotated(type);
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            if (GUARDING.get(annotation.annotationType())) {
                return true;
            }
        }
        return false;
    }
}
