package io.github.idempotency.web;

import java.util.Collections;
import java.util.List;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import io.github.idempotency.key.RequestHeaders;

/** The headers of the servlet request that is served on this thread; none outside any. */
public final class ServletRequestHeaders implements RequestHeaders {

    @Override
    public List<String> values(String name) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Collections.list(attributes.getRequest().getHeaders(name))
                : List.of();
    }
}
