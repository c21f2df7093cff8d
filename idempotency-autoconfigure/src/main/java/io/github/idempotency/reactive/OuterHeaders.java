package io.github.idempotency.reactive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

/** What a response says before its handler says anything, all filters included: another answer begins with it. */
final class OuterHeaders {

    private final ServerHttpResponse response;

    /** What is said about a body is the handler's from when a converter looks for one, which is before it runs. */
    private final HttpHeaders content = new HttpHeaders();

    private volatile @Nullable HttpHeaders remembered;

    OuterHeaders(ServerHttpResponse response) {
        this.response = response;
        response.getHeaders().forEach((name, values) -> {
            if (name.regionMatches(true, 0, "content-", 0, 8)) {
                content.put(name, values);
            }
        });
    }

    /** The handler is about to run. */
    HttpHeaders remember() {
        HttpHeaders before = remembered;
        if (before == null) {
            before = new HttpHeaders();
            before.putAll(response.getHeaders());
            before.clearContentHeaders();
            before.putAll(content);
            remembered = before;
        }
        return before;
    }

    /** Forgets what the handler has said. */
    void restore() {
        HttpHeaders before = remember();
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        headers.putAll(before);
        response.getCookies().clear();
    }
}
