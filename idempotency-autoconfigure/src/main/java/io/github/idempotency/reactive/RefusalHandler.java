package io.github.idempotency.reactive;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;

/** Renders the refusal of a guarded service that no exception handler of the application has taken. */
public final class RefusalHandler implements WebExceptionHandler, Ordered {

    private final ReactiveAnswers answers;

    public RefusalHandler(ReactiveAnswers answers) {
        this.answers = answers;
    }

    /** Before Spring Boot's, which takes any exception. */
    @Override
    public int getOrder() {
        return -2;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
        return ex instanceof IdempotencyException refusal
                        && !exchange.getResponse().isCommitted()
                ? answers.refusal(refusal).writeTo(exchange)
                : Mono.error(ex);
    }
}
