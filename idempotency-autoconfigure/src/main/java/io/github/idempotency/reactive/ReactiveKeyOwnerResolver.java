package io.github.idempotency.reactive;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Says whose key it is in a reactive application, by the exchange: {@link io.github.idempotency.key.KeyOwnerResolver} for
 * whoever has to look at the request, or to ask somebody without blocking. Two owners with the same key are two executions
 * and never see each other's answers. Declare a bean to scope keys to a tenant, for example; it decides alone, so include
 * the principal where the keys are a person's.
 */
@FunctionalInterface
public interface ReactiveKeyOwnerResolver {

    /**
     * The owner of the key of a request; empty, or an empty text, for nobody in particular, whose keys are refused or
     * shared as {@link io.github.idempotency.AnonymousPolicy} says. Asked once for a call of a guarded handler, before its
     * key is claimed, in the Reactor context of the request and on a thread that must not block. What it fails with is
     * answered as a failure of the handler is, and nothing runs.
     *
     * @param exchange the request and what the filters around the recorder know of it; its body belongs to the handler
     */
    Mono<String> resolveOwner(ServerWebExchange exchange);
}
