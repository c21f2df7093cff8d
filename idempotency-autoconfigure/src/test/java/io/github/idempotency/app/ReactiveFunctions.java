package io.github.idempotency.app;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;

/** Handler functions. */
class ReactiveFunctions {

    private final Effects effects;

    ReactiveFunctions(Effects effects) {
        this.effects = effects;
    }

    @Idempotent
    Mono<ServerResponse> receipt(ServerRequest request) {
        String key = String.valueOf(request.headers().firstHeader("Idempotency-Key"));
        return request.bodyToMono(String.class)
                .defaultIfEmpty("nothing")
                .flatMap(item -> ServerResponse.status(201).bodyValue(item + " " + effects.happen(key)));
    }
}
