package io.github.idempotency.reactive;

import java.util.function.Supplier;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.web.HandlerName;

/**
 * Tells of requests whose caller relies on a key that no handler has asked for: they write, they carry a key and they have
 * been answered well. A retry of one runs again. Thread-safe.
 */
public final class UnguardedExchanges implements WebFilter, Ordered {

    private final Supplier<IdempotencyListener> listener;

    public UnguardedExchanges(Supplier<IdempotencyListener> listener) {
        this.listener = listener;
    }

    /** Inside the filter that knows whether a key was asked for. */
    @Override
    public int getOrder() {
        return IdempotencyWebFilter.DEFAULT_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).then(Mono.deferContextual(context -> {
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            if (ReactiveExchange.of(context)
                            .filter(ReactiveExchange::isUnguarded)
                            .isPresent()
                    && (status == null || !status.isError())) {
                tell(exchange);
            }
            return Mono.empty();
        }));
    }

    private void tell(ServerWebExchange exchange) {
        HandlerName.of(
                        exchange.getRequest().getMethod().name(),
                        exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE),
                        exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                .ifPresent(name -> listener.get().on(IdempotencyEvent.of(Type.UNGUARDED, name, Layer.HTTP, null)));
    }
}
