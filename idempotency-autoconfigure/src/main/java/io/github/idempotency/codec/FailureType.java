package io.github.idempotency.codec;

import java.lang.reflect.Constructor;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/** An exception class whose instances can be made again from their message. */
final class FailureType {

    private static final String PROBE = "probe";

    private final Constructor<?> constructor;

    private final boolean takesMessage;

    private FailureType(Constructor<?> constructor, boolean takesMessage) {
        this.constructor = constructor;
        this.takesMessage = takesMessage;
    }

    /**
     * Makes one, to see that it can be made.
     *
     * @throws IllegalArgumentException if it cannot be, or is none that should be remembered
     */
    static FailureType of(Class<?> type) {
        if (!Exception.class.isAssignableFrom(type)) {
            throw refused(type, "is no Exception: errors and other objects are never an answer");
        }
        Constructor<?> message = ClassUtils.getConstructorIfAvailable(type, String.class);
        Constructor<?> empty = ClassUtils.getConstructorIfAvailable(type);
        Constructor<?> chosen = message == null ? empty : message;
        if (chosen == null) {
            throw refused(type, "has no public constructor that takes its message, or nothing: give it one");
        }
        FailureType made = new FailureType(chosen, message != null);
        try {
            Throwable probe = made.make(PROBE);
            if (message != null && !PROBE.equals(probe.getMessage())) {
                throw refused(
                        type,
                        "has a constructor that takes a text, but makes another message of it: give it one"
                                + " that takes the message as it is");
            }
        } catch (BeanInstantiationException ex) {
            throw refused(type, "cannot be made: " + ex.getMessage());
        }
        return made;
    }

    Throwable make(@Nullable String message) {
        Object made = takesMessage
                ? BeanUtils.instantiateClass(constructor, message)
                : BeanUtils.instantiateClass(constructor);
        return (Throwable) made;
    }

    private static IllegalArgumentException refused(Class<?> type, String why) {
        return new IllegalArgumentException("has remember = " + type.getName() + ", which " + why);
    }
}
