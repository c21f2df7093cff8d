package io.github.idempotency.web;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.github.idempotency.aop.IdempotentSettings;

/** What a handler is declared to return, and when that is an answer. */
final class HandlerReturnType {

    private static final Set<Class<?>> STREAMED = Set.of(ResponseBodyEmitter.class, StreamingResponseBody.class);

    /** Of these, Spring MVC makes no answer inside an entity. */
    private static final Set<Class<?>> DEFERRED = Set.of(Callable.class, DeferredResult.class, WebAsyncTask.class);

    private static final Set<Class<?>> YIELDING = Set.of(HttpEntity.class, CompletionStage.class);

    private final ResolvableType declared;

    HandlerReturnType(Method method, Class<?> controller) {
        this.declared = ResolvableType.forMethodReturnType(method, controller);
    }

    /**
     * Refuses what cannot be guarded.
     *
     * @throws IllegalArgumentException saying why
     */
    void require(boolean transactional) {
        boolean later = check(declared, false);
        if (later && transactional) {
            throw new IllegalArgumentException("is transactional, but returns " + declared + ", which is answered after"
                    + " the handler has returned: a joined transaction is committed on the thread that runs the handler;"
                    + " return the value itself, or guard a transactional service");
        }
    }

    /** @throws IllegalArgumentException if it is always sent bit by bit, and to be forgotten before its key */
    void refuseEarlyEnd(IdempotentSettings settings) {
        if (settings.forgetsEarly() && isStreamed(declared)) {
            throw GuardedHandlers.earlyEnd(declared, settings);
        }
    }

    /** Whether it is, or is to yield, what is always sent bit by bit. */
    private static boolean isStreamed(ResolvableType type) {
        Class<?> raw = type.toClass();
        boolean yields = isA(raw, YIELDING)
                || isA(raw, DEFERRED)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null;
        return isA(raw, STREAMED) || yields && isStreamed(type.getGeneric(0));
    }

    private boolean check(ResolvableType type, boolean inEntity) {
        Class<?> raw = type.toClass();
        if (HttpEntity.class.isAssignableFrom(raw)) {
            return check(type.getGeneric(0), true);
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        boolean stage = CompletionStage.class.isAssignableFrom(raw);
        if (stage ? inEntity && adapter == null : isA(raw, Set.of(Future.class)) || inEntity && isA(raw, DEFERRED)) {
            throw new IllegalArgumentException("returns " + declared + ", for which Spring MVC does not wait:"
                    + " return a CompletableFuture" + (inEntity ? " of the entity" : ""));
        }
        boolean later = adapter != null || stage || isA(raw, DEFERRED) || isA(raw, STREAMED);
        if (later) {
            check(type.getGeneric(0), inEntity);
        }
        return later;
    }

    private static boolean isA(Class<?> type, Set<Class<?>> types) {
        return types.stream().anyMatch(each -> each.isAssignableFrom(type));
    }
}
