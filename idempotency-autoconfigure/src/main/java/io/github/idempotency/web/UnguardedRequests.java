package io.github.idempotency.web;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.Layer;

/**
 * Tells of requests whose caller relies on a key that nobody has asked for: they write, they carry a key, they have been
 * answered well, and no guarded call was made on their thread. A retry of one runs again. Thread-safe.
 */
public final class UnguardedRequests implements HandlerInterceptor, IdempotencyListener {

    private final Supplier<IdempotencyListener> listener;

    /** @param listener asked for at the first such request, because this is one of those that it tells */
    public UnguardedRequests(Supplier<IdempotencyListener> listener) {
        this.listener = listener;
    }

    /** Some call is guarded: if it is made for a request, that is covered. */
    @Override
    public void on(IdempotencyEvent event) {
        HttpExchange.current().ifPresent(HttpExchange::guarded);
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception ex) {
        HttpExchange exchange = (HttpExchange) request.getAttribute(HttpExchange.ATTRIBUTE);
        if (exchange != null
                && exchange.isUnguarded()
                && ex == null
                && response.getStatus() < HttpStatus.BAD_REQUEST.value()) {
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            HandlerName.of(request.getMethod(), handler, pattern)
                    .ifPresent(name -> listener.get().on(IdempotencyEvent.of(Type.UNGUARDED, name, Layer.HTTP, null)));
        }
    }
}
