package io.github.idempotency.reactive;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a handler is declared to return, and in which form it says what is to be done. */
final class ReactiveReturnType {

    private ReactiveReturnType() {}

    /**
     * Refuses what is done when the handler returns: on a thread that cannot wait for the store.
     *
     * @throws IllegalArgumentException saying what to return instead
     */
    static void require(Method method, Class<?> controller) {
        Class<?> type = method.getReturnType();
        if (KotlinDetector.isSuspendingFunction(method) || type == Mono.class || type == Flux.class) {
            return;
        }
        ResolvableType declared = ResolvableType.forMethodReturnType(method, controller);
        String instead = Publisher.class.isAssignableFrom(type)
                ? "Mono or Flux"
                : type == void.class
                        ? "Mono<Void>"
                        : type.isPrimitive() ? "Mono of it" : "Mono<" + type.getSimpleName() + ">";
        throw new IllegalArgumentException("returns " + declared + ", but a reactive handler is guarded only before its"
                + " answer is subscribed to, and this one has run by then: return " + instead);
    }

    /** What a guarded method returns that is given by a publisher. */
    static Publisher<?> of(Method method, Mono<? extends Publisher<?>> answer) {
        return isFlux(method) ? answer.flatMapMany(Flux::from) : answer.flatMap(Mono::from);
    }

    /** A suspending function that returns a Kotlin flow is a flux to the advice, any other one a mono. */
    private static boolean isFlux(Method method) {
        return method.getReturnType() == Flux.class
                || KotlinDetector.isSuspendingFunction(method)
                        && new MethodParameter(method, -1)
                                .getParameterType()
                                .getName()
                                .equals("kotlinx.coroutines.flow.Flow");
    }

    /** What a method has returned, or is known to have done before. */
    static Publisher<?> publisher(@Nullable Object returned) {
        if (returned instanceof Publisher<?> publisher) {
            return publisher;
        }
        return returned instanceof Iterable<?> elements ? Flux.fromIterable(elements) : Mono.justOrEmpty(returned);
    }
}
