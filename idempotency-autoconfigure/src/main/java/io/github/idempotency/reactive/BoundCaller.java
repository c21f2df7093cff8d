package io.github.idempotency.reactive;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/**
 * What is known of a caller, for the thread on which its key is looked for: whoever says what an owner or a header is asks
 * the thread, in a reactive application as in any other.
 */
final class BoundCaller {

    private static final boolean SECURED = ClassUtils.isPresent(
            "org.springframework.security.core.context.ReactiveSecurityContextHolder",
            BoundCaller.class.getClassLoader());

    private final ServerHttpRequest request;

    private final @Nullable Object security;

    private BoundCaller(ServerHttpRequest request, @Nullable Object security) {
        this.request = request;
        this.security = security;
    }

    /** Who has sent the request, by what the subscriber's context says. */
    static Mono<BoundCaller> of(ServerHttpRequest request) {
        Mono<BoundCaller> anybody = Mono.fromSupplier(() -> new BoundCaller(request, null));
        return SECURED
                ? SecuredThread.context()
                        .map(context -> new BoundCaller(request, context))
                        .switchIfEmpty(anybody)
                : anybody;
    }

    <T extends @Nullable Object> T call(Supplier<T> action) {
        ReactiveRequestHeaders.bind(request);
        try {
            return security == null ? action.get() : SecuredThread.call(security, action);
        } finally {
            ReactiveRequestHeaders.bind(null);
        }
    }
}
