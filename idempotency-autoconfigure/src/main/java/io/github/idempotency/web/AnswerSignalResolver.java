package io.github.idempotency.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Writes replays and refusals of guarded handlers, before any exception handler of the application is asked. Sees, too, that
 * an answer cannot be written in a form that the caller accepts, which is left to others.
 */
public final class AnswerSignalResolver implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception ex) {
        // What an error page looks like is another question.
        if (ex instanceof HttpMediaTypeNotAcceptableException
                && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) == null) {
            HttpExchange.begun(request, response).ifPresent(exchange -> exchange.notAcceptable(ex));
        }
        return ex instanceof AnswerSignal signal ? signal.answer().resolve(request, response) : null;
    }
}
