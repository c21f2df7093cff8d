package io.github.idempotency.test.web;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.http.HttpHeaders;

/** What came back, whoever sent the request. */
record HttpAnswer(int status, HttpHeaders headers, byte[] body) {

    boolean isReplay() {
        return "true".equals(headers.getFirst("Idempotent-Replayed"));
    }

    List<String> header(String name) {
        return headers.getOrEmpty(name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + "\n" + text();
    }
}
