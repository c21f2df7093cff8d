package io.github.idempotency.web;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.support.RequestContextUtils;

import io.github.idempotency.IdempotencyException;

/** Answers refused requests of a servlet container with problem details. Thread-safe. */
public final class Problems {

    private final ProblemDetails details;

    public Problems(ProblemDetails details) {
        this.details = details;
    }

    Answer answer(IdempotencyException refusal) {
        return new Answer(ProblemDetails.status(refusal.problem()).value(), (request, response) -> {
            List<String> accept = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
            ProblemForm form = ProblemForm.of(accept);
            byte[] body = body(refusal, form, RequestContextUtils.getLocale(request));
            details.headers(refusal).forEach(response::addHeader);
            response.setContentType(form.contentType());
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        });
    }

    /** The refusal's words, in that form and language. */
    byte[] body(IdempotencyException refusal, ProblemForm form, Locale locale) {
        return details.body(refusal, form, locale);
    }
}
