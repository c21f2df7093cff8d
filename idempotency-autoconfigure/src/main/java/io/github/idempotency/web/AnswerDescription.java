package io.github.idempotency.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Replay;

/** Status and headers of a stored answer, and its body if that is JSON, with numbers as they were sent. */
final class AnswerDescription {

    private AnswerDescription() {}

    /** @throws IdempotencyException if the answer cannot be read */
    static Map<String, Object> of(Replay replay, JsonMapper mapper) {
        return of(replay.read(StoredResponse::of), mapper);
    }

    private static Map<String, Object> of(StoredResponse stored, JsonMapper mapper) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("status", stored.status());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < stored.headers().size(); i += 2) {
            headers.computeIfAbsent(stored.headers().get(i), name -> new ArrayList<>())
                    .add(stored.headers().get(i + 1));
        }
        described.put("headers", headers);
        if (isJson(headers) && stored.bodySize() > 0) {
            try {
                byte[] body = new byte[stored.bodySize()];
                stored.body().get(body);
                described.put(
                        "body",
                        mapper.readerFor(JsonNode.class)
                                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                                .readValue(body));
            } catch (JacksonException ex) {
                // It claims to be JSON and is none: who wants it asks for the bytes.
                return described;
            }
        }
        return described;
    }

    private static boolean isJson(Map<String, List<String>> headers) {
        String type =
                headers.getOrDefault(HttpHeaders.CONTENT_TYPE, List.of("")).get(0);
        return type.matches("(?i)application/([^;]*\\+)?json\\s*(;.*)?")
                && !headers.containsKey(HttpHeaders.CONTENT_ENCODING);
    }
}
