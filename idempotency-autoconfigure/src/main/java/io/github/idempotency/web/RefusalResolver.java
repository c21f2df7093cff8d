package io.github.idempotency.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import io.github.idempotency.IdempotencyException;

/** Renders the refusal of a guarded service that no exception handler of the application has taken. */
public final class RefusalResolver implements HandlerExceptionResolver, Ordered {

    private final Problems problems;

    public RefusalResolver(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception ex) {
        return ex instanceof IdempotencyException refusal
                ? problems.answer(refusal).resolve(request, response)
                : null;
    }
}
