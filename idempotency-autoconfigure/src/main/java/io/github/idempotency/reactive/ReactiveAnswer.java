package io.github.idempotency.reactive;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** A whole answer that is given instead of a handler's. */
@FunctionalInterface
interface ReactiveAnswer {

    /** Writes status, headers and body. */
    Mono<Void> writeTo(ServerWebExchange exchange);
}
