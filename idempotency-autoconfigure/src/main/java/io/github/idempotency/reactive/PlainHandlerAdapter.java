package io.github.idempotency.reactive;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
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
 * that may wait for the store. Arguments, exception handlers and all that follows are Spring WebFlux's own.
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
        if (!(handler instanceof HandlerMethod method) || ReactiveReturnType.isSubscribed(method.getMethod())) {
            return false;
        }
        IdempotentMetadata metadata = source.get().find(method.getMethod(), method.getBeanType());
        return metadata != null && metadata.adapter() instanceof ReactiveHandlerInvocationAdapter;
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
        HandlerMethod method = (HandlerMethod) handler;
        HeldInvocation held = new HeldInvocation(method);
        RequestMappingHandlerAdapter delegate = handlers.get();
        return delegate.handle(exchange, held.standIn())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(prepared -> held.isReady()
                        ? called(exchange, method, held, prepared.orElse(null), delegate)
                        : Mono.justOrEmpty(prepared));
    }

    private Mono<HandlerResult> called(
            ServerWebExchange exchange,
            HandlerMethod method,
            HeldInvocation held,
            @Nullable HandlerResult prepared,
            DispatchExceptionHandler otherwise) {
        DispatchExceptionHandler known = prepared == null ? null : prepared.getExceptionHandler();
        DispatchExceptionHandler errors = known == null ? otherwise : known;
        return Mono.deferContextual(context -> {
            ReactiveExchange served = ReactiveExchange.required(context);
            return returned(served, held)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .flatMap(value -> result(method, value.orElse(null), prepared, errors))
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
        return Mono.just(new HandlerResult(method, value, method.getReturnType(), binding).setExceptionHandler(errors));
    }
}
