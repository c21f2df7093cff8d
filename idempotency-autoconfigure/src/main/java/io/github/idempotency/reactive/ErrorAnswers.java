package io.github.idempotency.reactive;

import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;

/**
 * Has the application answer an exception that says which answer it is, while that answer can still be recorded: its own
 * handlers of such exceptions come only after all filters. Any other exception is none of ours; a filter may know it.
 */
public final class ErrorAnswers {

    private final Supplier<Stream<WebExceptionHandler>> handlers;

    /** @param handlers the application's, the first one first; not asked for before the first exception */
    public ErrorAnswers(Supplier<Stream<WebExceptionHandler>> handlers) {
        this.handlers = handlers;
    }

    Mono<Void> render(ServerWebExchange exchange, Throwable cause) {
        if (!(cause instanceof ErrorResponse)
                && !(cause instanceof IdempotencyException)
                && !AnnotatedElementUtils.hasAnnotation(cause.getClass(), ResponseStatus.class)) {
            return Mono.error(cause);
        }
        return handlers.get()
                .reduce(
                        Mono.error(cause),
                        (answered, handler) -> answered.onErrorResume(ex -> handler.handle(exchange, ex)),
                        (one, other) -> one);
    }
}
