package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts a recorder around every response. It stays dormant, and the response untouched, until the advice of a guarded
 * handler arms it; then the answer is held back until it has been stored. Place it innermost: what the filters around it
 * add is added to first answers and replays alike.
 */
public final class IdempotencyFilter extends OncePerRequestFilter implements Ordered {

    /** Innermost, but for filters that want to be. */
    public static final int DEFAULT_ORDER = Ordered.LOWEST_PRECEDENCE - 100;

    private final HttpSettings settings;

    private final Problems problems;

    private final ErrorPages errorPages;

    public IdempotencyFilter(HttpSettings settings, Problems problems, ErrorPages errorPages) {
        this.settings = settings;
        this.problems = problems;
        this.errorPages = errorPages;
    }

    @Override
    public int getOrder() {
        return DEFAULT_ORDER;
    }

    /** It is an asynchronous dispatch that answers a handler which has said that it will answer later. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpExchange begun =
                isAsyncDispatch(request) ? HttpExchange.begun(request, response).orElse(null) : null;
        if (isAsyncDispatch(request) && request.getAttribute(FramePump.BROKEN_OFF) != null) {
            throw new IOException("The answer was broken off: the connection is closed without its end");
        }
        if (begun != null) {
            begun.resume();
            serve(begun, request, response, chain);
            return;
        }
        CapturingRequest captured = isKeyed(request) ? new CapturingRequest(request, settings.bodies()) : null;
        HttpServletRequest read = captured == null ? request : captured;
        RecordingResponse recorder = new RecordingResponse(response);
        HttpExchange exchange = new HttpExchange(read, captured, recorder, settings, problems, errorPages);
        HttpServletRequest seen = new ExchangeRequest(read, recorder, exchange);
        seen.setAttribute(HttpExchange.ATTRIBUTE, exchange);
        serve(exchange, seen, recorder, chain);
    }

    private static void serve(
            HttpExchange exchange, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
            exchange.finish();
        } catch (Throwable ex) {
            exchange.fail();
            throw ex;
        } finally {
            if (!exchange.isAnsweredLater()) {
                exchange.close();
            }
        }
    }

    private boolean isKeyed(HttpServletRequest request) {
        for (String header : settings.keys().headers()) {
            if (request.getHeader(header) != null) {
                return true;
            }
        }
        return false;
    }
}
