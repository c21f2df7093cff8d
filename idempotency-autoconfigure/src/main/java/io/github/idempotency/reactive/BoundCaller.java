package io.github.idempotency.reactive;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What is known of a caller, for the thread on which its key is looked for: whoever says what an owner or a header is asks
 * the thread, in a reactive application as in any other.
 */
record BoundCaller(ServerHttpRequest request, @Nullable Object security, String owner) {

    private static final boolean SECURED = ClassUtils.isPresent(
            "org.springframework.security.core.context.ReactiveSecurityContextHolder",
            BoundCaller.class.getClassLoader());

    /** Who has sent the request, by what the subscriber's context and those who know owners say. */
    static Mono<BoundCaller> of(ServerWebExchange exchange, @Nullable ReactiveKeyOwnerResolver owners) {
        Mono<Optional<Object>> security = SECURED
                ? SecuredThread.context().map(Optional::of).defaultIfEmpty(Optional.empty())
                : Mono.just(Optional.empty());
        Mono<String> owner =
                owners == null ? Mono.just("") : owners.resolveOwner(exchange).defaultIfEmpty("");
        return security.zipWith(
                owner, (context, name) -> new BoundCaller(exchange.getRequest(), context.orElse(null), name));
    }

    <T extends @Nullable Object> T call(Callable<T> action) throws Exception {
        ReactiveRequestHeaders.bind(request);
        BoundOwner.bind(owner);
        try {
            return security == null ? action.call() : SecuredThread.call(security, action);
        } finally {
            BoundOwner.bind("");
            ReactiveRequestHeaders.bind(null);
        }
    }
}
