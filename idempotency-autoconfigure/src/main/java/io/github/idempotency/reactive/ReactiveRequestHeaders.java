package io.github.idempotency.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

import io.github.idempotency.key.RequestHeaders;

/** The headers of the request whose key is being looked for on this thread; none at any other time. */
public final class ReactiveRequestHeaders implements RequestHeaders {

    private static final ThreadLocal<@Nullable ServerHttpRequest> CURRENT = new ThreadLocal<>();

    static void bind(@Nullable ServerHttpRequest request) {
        if (request == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(request);
        }
    }

    @Override
    public List<String> values(String name) {
        ServerHttpRequest request = CURRENT.get();
        return request == null ? List.of() : request.getHeaders().getOrEmpty(name);
    }
}
