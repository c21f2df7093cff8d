package io.github.idempotency.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What a handler is declared to return, and when that is an answer. */
final class HandlerReturnType {

    private static final Set<Class<?>> STREAMED = Set.of(ResponseBodyEmitter.class, StreamingResponseBody.class);

    /** Of these, Spring MVC makes no answer inside an entity. */
    private static final Set<Class<?>> DEFERRED = Set.of(Callable.class, DeferredResult.class, WebAsyncTask.class);

    /** What Spring MVC sends as it comes, element by element. */
    private static final List<MediaType> STREAMS = List.of(
            MediaType.TEXT_EVENT_STREAM,
            MediaType.APPLICATION_NDJSON,
            MediaType.parseMediaType("application/*+x-ndjson"),
            MediaType.parseMediaType("application/grpc"));

    private final ResolvableType declared;

    private final Method method;

    private final Class<?> controller;

    HandlerReturnType(Method method, Class<?> controller) {
        this.declared = ResolvableType.forMethodReturnType(method, controller);
        this.method = method;
        this.controller = controller;
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

    private boolean check(ResolvableType type, boolean inEntity) {
        Class<?> raw = type.toClass();
        if (HttpEntity.class.isAssignableFrom(raw)) {
            return check(type.getGeneric(0), true);
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        if (isA(raw, STREAMED) || adapter != null && adapter.isMultiValue() && isStreamed(type.getGeneric(0))) {
            throw new IllegalArgumentException("returns " + declared + ", which is sent piece by piece:"
                    + " that cannot be guarded yet; return the whole answer, of a Flux a Mono<List<…>>");
        }
        boolean stage = CompletionStage.class.isAssignableFrom(raw);
        if (stage ? inEntity && adapter == null : isA(raw, Set.of(Future.class)) || inEntity && isA(raw, DEFERRED)) {
            throw new IllegalArgumentException("returns " + declared + ", for which Spring MVC does not wait:"
                    + " return a CompletableFuture" + (inEntity ? " of the entity" : ""));
        }
        boolean later = adapter != null || stage || isA(raw, DEFERRED);
        if (later) {
            check(type.getGeneric(0), inEntity);
        }
        return later;
    }

    private static boolean isA(Class<?> type, Set<Class<?>> types) {
        return types.stream().anyMatch(each -> each.isAssignableFrom(type));
    }

    /** What is not collected, whatever the request accepts. */
    private boolean isStreamed(ResolvableType element) {
        Class<?> raw = element.toClass();
        return CharSequence.class.isAssignableFrom(raw)
                || ServerSentEvent.class.isAssignableFrom(raw)
                || Stream.of(produces())
                        .map(MediaType::parseMediaType)
                        .anyMatch(type -> STREAMS.stream().anyMatch(stream -> stream.includes(type)));
    }

    private String[] produces() {
        RequestMapping own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (own != null && own.produces().length > 0) {
            return own.produces();
        }
        RequestMapping shared = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        return shared == null ? new String[0] : shared.produces();
    }
}
