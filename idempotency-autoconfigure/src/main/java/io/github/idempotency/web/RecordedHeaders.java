package io.github.idempotency.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/** The headers of a response that are stored with it: names, each followed by its value. */
final class RecordedHeaders {

    private RecordedHeaders() {}

    static List<String> of(HttpServletResponse response, HttpSettings settings, OuterHeaders outer) {
        List<String> texts = new ArrayList<>();
        if (response.getContentType() != null) {
            texts.addAll(List.of(HttpHeaders.CONTENT_TYPE, response.getContentType()));
        }
        // A container may name a header once for each of its lines.
        for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
            Collection<String> values = response.getHeaders(name);
            if (settings.isReplayed(name)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
                    && !outer.added(name, values)) {
                values.forEach(value -> texts.addAll(List.of(name, value)));
            }
        }
        return texts;
    }
}
