package io.github.idempotency.reactive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

import io.github.idempotency.web.HttpSettings;

/** What the headers of an answer say. */
final class AnswerHeaders {

    private AnswerHeaders() {}

    /** Those that are stored with it: names, each followed by its value. */
    static List<String> recorded(HttpHeaders headers, HttpSettings settings) {
        List<String> texts = new ArrayList<>();
        @Nullable String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            texts.addAll(List.of(HttpHeaders.CONTENT_TYPE, type));
        }
        headers.forEach((name, values) -> {
            if (settings.isReplayed(name) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                values.forEach(value -> texts.addAll(List.of(name, value)));
            }
        });
        return texts;
    }

    /** Whether its body is a stream of events. */
    static boolean areOfEvents(HttpHeaders headers) {
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
    }
}
