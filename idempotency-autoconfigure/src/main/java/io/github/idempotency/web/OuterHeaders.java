package io.github.idempotency.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

/**
 * What filters around ours have added to an answer between the return of its handler and its coming. They add it to a
 * replay as well, so it is no part of the stored answer.
 */
final class OuterHeaders {

    private volatile @Nullable Map<String, List<String>> before;

    private volatile Map<String, List<String>> added = Map.of();

    /** The handler has returned, and the filters around are about to. */
    void leave(HttpServletResponse response) {
        before = headers(response);
    }

    /** The answer is about to be made; the handler may not even have returned. */
    void enter(HttpServletResponse response) {
        Map<String, List<String>> left = before;
        if (left != null) {
            Map<String, List<String>> found = headers(response);
            found.entrySet().removeAll(left.entrySet());
            added = found;
        }
    }

    /** Whether a header is as it was added; the handler may have set it since. */
    boolean added(String name, Collection<String> values) {
        return List.copyOf(values).equals(added.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, List<String>> headers(HttpServletResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : new ArrayList<>(response.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(response.getHeaders(name)));
        }
        return headers;
    }
}
