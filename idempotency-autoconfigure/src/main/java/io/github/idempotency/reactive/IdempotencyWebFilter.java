package io.github.idempotency.reactive;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Puts a recorder around every response of a reactive application. It stays dormant, and the response untouched, until the
 * advice of a guarded handler arms it; then the answer is held back until it has been stored. Place it innermost: what the
 * filters around it add is added to first answers and replays alike.
 */
public final class IdempotencyWebFilter implements WebFilter, Ordered {

    /** Innermost, but for filters that want to be. */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

    private final ReactiveParts parts;

    public IdempotencyWebFilter(ReactiveParts parts) {
        this.parts = parts;
    }

    @Override
    public int getOrder() {
        return DEFAULT_ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.create(sink -> {
            CapturedRequest captured = isKeyed(exchange.getRequest().getHeaders())
                    ? new CapturedRequest(
                            exchange.getRequest(),
                            parts.settings().bodies(),
                            parts.threads().claims())
                    : null;
            new ReactiveExchange(exchange, captured, parts, sink).serve(chain);
        });
    }

    private boolean isKeyed(HttpHeaders headers) {
        return parts.settings().keys().headers().stream().anyMatch(headers::containsHeader);
    }
}
