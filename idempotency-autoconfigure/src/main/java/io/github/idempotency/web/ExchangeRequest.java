package io.github.idempotency.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/** The request of an exchange, which learns from it that its answer will come later. */
final class ExchangeRequest extends HttpServletRequestWrapper {

    private final HttpExchange exchange;

    private final HttpServletResponse response;

    ExchangeRequest(HttpServletRequest request, HttpServletResponse response, HttpExchange exchange) {
        super(request);
        this.response = response;
        this.exchange = exchange;
    }

    /** A container would go on with its own response, in which nothing is held back. */
    @Override
    public AsyncContext startAsync() {
        return exchange.armed() ? startAsync(this, response) : exchange.answerLater(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest seen, ServletResponse recorder) {
        return exchange.answerLater(super.startAsync(seen, recorder));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return exchange.later().orElseGet(super::getAsyncContext);
    }
}
