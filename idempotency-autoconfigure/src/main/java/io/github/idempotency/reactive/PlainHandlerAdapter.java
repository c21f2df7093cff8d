package io.github.idempotency.reactive;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.aop.IdempotentMetadata;
import io.github.idempotency.aop.IdempotentMetadataSource;

/**
 * Calls guarded handlers that do their work when they are called, and not when what they return is subscribed to: on a thread
 * that may wait for the store. Others are Spring WebFlux's to call, and only watched. Arguments, exception handlers and all that follows are Spring WebFlux's own.
 */
public final class PlainHandlerAdapter implements HandlerAdapter, Ordered {

    private final ReactiveParts parts;

    private final SubscribedCalls calls;

    private final Supplier<IdempotentMetadataSource> source;

    private final Supplier<RequestMappingHandlerAdapter> handlers;

    /**
     * @param source knows the guarded methods; not asked for before the first request
     * @param handlers Spring WebFlux's own; not asked for before the first guarded handler of this kind is called
     */
    public PlainHandlerAdapter(
            ReactiveParts parts,
            Supplier<IdempotentMetadataSource> source,
            Supplier<RequestMappingHandlerAdapter> handlers) {
        this.parts = parts;
        this.calls = new SubscribedCalls(parts);
        this.source = source;
        this.handlers = handlers;
    }

    /** Before Spring WebFlux's own, which takes any handler method. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return false;
        }
        IdempotentMetadata metadata = source.get().find(method.getMethod(), method.getBeanType());
        return metadata != null && metadata.adapter() instanceof ReactiveHandlerInvocationAdapter;
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
        HandlerMethod method = (HandlerMethod) handler;
        if (ReactiveReturnType.isSubscribed(method.getMethod())) {
            return handlers.get().handle(exchange, method).map(PlainHandlerAdapter::watched);
        }
        HeldInvocation held = new HeldInvocation(method);
        ServerHttpResponse response = exchange.getResponse();
        HttpStatusCode before = response.getStatusCode();
        return handlers.get()
                .handle(exchange, held.standIn())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(prepared -> {
                    if (!held.isReady()) {
                        return Mono.justOrEmpty(prepared);
                    }
                    // That of @ResponseStatus is for when the handler has returned.
                    HttpStatusCode now = response.getStatusCode();
                    HttpStatusCode declared = Objects.equals(now, before) ? null : now;
                    if (declared != null) {
                        response.setStatusCode(before);
                    }
                    return called(exchange, method, held, prepared.orElse(null), declared);
                });
    }

    private static HandlerResult watched(HandlerResult result) {
        DispatchExceptionHandler errors = result.getExceptionHandler();
        return errors == null ? result : UnwrittenAnswer.watch(result, errors);
    }

    private Mono<HandlerResult> called(
            ServerWebExchange exchange,
            HandlerMethod method,
            HeldInvocation held,
            @Nullable HandlerResult prepared,
            @Nullable HttpStatusCode declared) {
        DispatchExceptionHandler known = prepared == null ? null : prepared.getExceptionHandler();
        DispatchExceptionHandler errors =
                known == null ? (failed, ex) -> handlers.get().handle(failed, new FailedHandler(method, ex)) : known;
        return Mono.deferContextual(context -> {
            ReactiveExchange served = ReactiveExchange.required(context);
            IdempotentMetadata metadata = source.get().find(method.getMethod(), method.getBeanType());
            return SubscribedCalls.read(served, metadata != null && metadata.implicitFingerprint())
                    .then(returned(served, held))
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .flatMap(value -> {
                        if (declared != null) {
                            exchange.getResponse().setStatusCode(declared);
                        }
                        return result(method, value.orElse(null), prepared, errors);
                    })
                    .onErrorResume(ex -> ex instanceof AnsweredCall || served.answered()
                            ? Mono.never()
                            : errors.handleError(exchange, ex));
        });
    }

    /** Empty for null. */
    private Mono<Object> returned(ReactiveExchange served, HeldInvocation held) {
        return BoundCaller.of(served.exchange(), parts.owners())
                .flatMap(caller -> parts.threads()
                        .<Object>handle(
                                () -> caller.call(() -> SubscribedCalls.serve(served, held::proceed)), served::armed))
                .onErrorResume(
                        RejectedExecutionException.class,
                        ex -> held.isBegun() ? Mono.error(ex) : calls.refuse(served, ex))
                .publishOn(Schedulers.parallel());
    }

    /** As Spring WebFlux does it: nothing is left to be written where nothing is returned and the response is spoken for. */
    private static Mono<HandlerResult> result(
            HandlerMethod method,
            @Nullable Object value,
            @Nullable HandlerResult prepared,
            DispatchExceptionHandler errors) {
        if (prepared == null && value == null) {
            return Mono.empty();
        }
        BindingContext binding = prepared == null ? new BindingContext() : prepared.getBindingContext();
        return Mono.just(
                UnwrittenAnswer.watch(new HandlerResult(method, value, method.getReturnType(), binding), errors));
    }
}
