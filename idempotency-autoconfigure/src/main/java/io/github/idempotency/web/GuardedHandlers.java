package io.github.idempotency.web;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.util.CollectionUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentSettings;

/** Which methods are handlers, and what may be said about them. */
public final class GuardedHandlers {

    private static final Set<RequestMethod> SAFE =
            Set.of(RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS, RequestMethod.TRACE);

    private static final Set<MediaType> STREAMED = Set.of(MediaType.TEXT_EVENT_STREAM, MediaType.APPLICATION_NDJSON);

    private GuardedHandlers() {}

    /**
     * Whether the method belongs to a controller. A method that is no handler, such as an {@code @ExceptionHandler}, does
     * so unless it is annotated itself: the annotation on its controller does not mean it.
     */
    public static boolean isInController(Method method, Class<?> targetClass) {
        return AnnotatedElementUtils.hasAnnotation(targetClass, Controller.class)
                && (mapping(method) != null || !AnnotatedElementUtils.hasAnnotation(method, Idempotent.class));
    }

    /** Whether it is a handler that may have effects. */
    public static boolean mayWrite(Method method) {
        RequestMapping mapping = mapping(method);
        return mapping != null && (mapping.method().length == 0 || !SAFE.containsAll(Set.of(mapping.method())));
    }

    private static @Nullable RequestMapping mapping(AnnotatedElement handler) {
        return AnnotatedElementUtils.findMergedAnnotation(handler, RequestMapping.class);
    }

    /** @throws IllegalArgumentException if it is declared to send its answer bit by bit, and to forget it before its key */
    public static void refuseEarlyEnd(Method method, Class<?> targetClass, IdempotentSettings settings) {
        ResolvableType declared = ResolvableType.forMethodReturnType(method, targetClass);
        if (settings.forgetsEarly() && isStreamed(declared, isStreamedAs(produced(method, targetClass)))) {
            throw earlyEnd(declared, settings);
        }
    }

    static IllegalArgumentException earlyEnd(ResolvableType streamed, IdempotentSettings settings) {
        return new IllegalArgumentException("has resultTtl = " + settings.resultTtl() + " and returns " + streamed
                + ", which is sent bit by bit, and what is sent bit by bit is kept as long as its key: let resultTtl be"
                + " ttl, or return the whole answer at once");
    }

    /** A handler's own types replace those of its class. */
    private static List<String> produced(Method method, Class<?> targetClass) {
        return Stream.of(method, targetClass)
                .map(GuardedHandlers::mapping)
                .filter(mapping -> mapping != null && mapping.produces().length > 0)
                .findFirst()
                .map(mapping -> List.of(mapping.produces()))
                .orElse(List.of());
    }

    private static boolean isStreamedAs(List<String> types) {
        return !types.isEmpty()
                && types.stream()
                        .allMatch(type -> STREAMED.stream()
                                .anyMatch(streamed ->
                                        MediaType.parseMediaType(type).equalsTypeAndSubtype(streamed)));
    }

    private static boolean isStreamed(ResolvableType type, boolean streamedAs) {
        if (HttpEntity.class.isAssignableFrom(type.toClass())) {
            return isStreamed(type.getGeneric(0), streamedAs);
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.toClass());
        return adapter != null
                && adapter.isMultiValue()
                && (streamedAs
                        || ServerSentEvent.class.isAssignableFrom(
                                type.getGeneric(0).toClass()));
    }

    /** @throws IllegalArgumentException if exceptions are to be remembered: of a handler the response is stored */
    public static void refuseRemembering(IdempotentSettings settings) {
        if (!CollectionUtils.isEmpty(settings.remember())) {
            throw new IllegalArgumentException(
                    "has remember, but of a handler the response is stored, whatever it threw:"
                            + " say by a StoredStatus bean which statuses are, or guard the service that throws");
        }
    }
}
