package io.github.idempotency.reactive;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a handler is declared to return, and in which form it says what is to be done. */
final class ReactiveReturnType {

    private ReactiveReturnType() {}

    /**
     * Whether the method only says what is to be done once somebody subscribes. Publishers of other libraries than Reactor
     * do so too, but do not tell who subscribes.
     */
    static boolean isSubscribed(Method method) {
        Class<?> type = method.getReturnType();
        return KotlinDetector.isSuspendingFunction(method) || type == Mono.class || type == Flux.class;
    }

    /**
     * Refuses what nobody waits for.
     *
     * @throws IllegalArgumentException saying what to return instead
     */
    static void require(Method method, Class<?> controller) {
        ResolvableType declared = ResolvableType.forMethodReturnType(method, controller);
        Class<?> type =
                (HttpEntity.class.isAssignableFrom(declared.toClass()) ? declared.getGeneric(0) : declared).toClass();
        boolean awaited = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
        if (!awaited && (Future.class.isAssignableFrom(type) || Callable.class.isAssignableFrom(type))) {
            throw new IllegalArgumentException("returns " + declared + ", for which Spring WebFlux does not wait:"
                    + " return a Mono or a CompletableFuture");
        }
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
