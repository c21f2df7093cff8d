package io.github.idempotency.reactive;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.DispatchExceptionHandler;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The exception handler of what a guarded handler has returned: its exchange is told that this could not be written, before
 * somebody else's answer takes its place. Work that goes on nevertheless is waited for, and its failure is answered instead.
 */
record UnwrittenAnswer(
        DispatchExceptionHandler errors, @Nullable Object returned) implements DispatchExceptionHandler {

    /** That result, watched. */
    static HandlerResult watch(HandlerResult result, DispatchExceptionHandler errors) {
        return result.setExceptionHandler(new UnwrittenAnswer(errors, result.getReturnValue()));
    }

    @Override
    public Mono<HandlerResult> handleError(ServerWebExchange exchange, Throwable ex) {
        Object body = returned instanceof ResponseEntity<?> entity ? entity.getBody() : returned;
        Mono<Throwable> cause = body instanceof CompletionStage<?> running
                ? Mono.fromFuture(running.toCompletableFuture(), true)
                        .<Throwable>then(Mono.just(ex))
                        .onErrorResume(Mono::just)
                : Mono.just(ex);
        return cause.flatMap(failure -> Mono.deferContextual(context -> {
            ReactiveExchange.of(context).ifPresent(served -> served.unwritten(failure));
            return errors.handleError(exchange, failure);
        }));
    }
}
