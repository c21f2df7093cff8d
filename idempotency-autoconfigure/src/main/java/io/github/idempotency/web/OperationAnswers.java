package io.github.idempotency.web;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/** Tells what has become of a call: to its duplicate, which is accepted, and to who asks later. Thread-safe. */
public final class OperationAnswers {

    private final HttpSettings settings;

    private final Problems problems;

    private final String path;

    private final JsonMapper mapper = JsonMapper.shared();

    /** @param path where operations are, below the application's own */
    public OperationAnswers(HttpSettings settings, Problems problems, String path) {
        this.settings = settings;
        this.problems = problems;
        this.path = path;
    }

    String path() {
        return path;
    }

    /** To a duplicate of a call that still runs: 202, and where to ask. */
    Answer accepted(OperationId id, IdempotencyException refusal) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("state", OperationStatus.State.IN_PROGRESS);
        return new Answer(202, (request, response) -> {
            response.setHeader(HttpHeaders.LOCATION, location(request, id));
            write(members, refusal.retryAfter().orElse(null), response);
        });
    }

    /** To who asks: where the call stands, and if it has ended also with which answer. */
    Answer status(OperationId id, OperationStatus status) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("state", status.state());
        members.put("attempt", status.attempt());
        put(members, "startedAt", status.startedAt());
        put(members, "settledAt", status.settledAt());
        put(members, "expiresAt", status.expiresAt());
        if (status.retained()) {
            members.put("result", AnswerDescription.of(status.answer(), mapper));
        }
        return new Answer(200, (request, response) -> {
            if (status.retained()) {
                response.setHeader(HttpHeaders.LINK, "<" + location(request, id) + "/result>; rel=\"item\"");
            }
            write(members, status.retryAfter(), response);
        });
    }

    /** The stored answer, as a retry would get it, but not to be kept by a cache. */
    Answer result(OperationStatus status) {
        Answer replay = ReplayedAnswer.of(status.answer(), settings, problems);
        return new Answer(replay.status(), (request, response) -> {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            replay.content().writeTo(request, response);
        });
    }

    private void write(Map<String, Object> members, @Nullable Duration retryAfter, HttpServletResponse response)
            throws IOException {
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(ProblemDetails.seconds(retryAfter)));
        }
        byte[] body = mapper.writeValueAsBytes(members);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void put(Map<String, Object> members, String name, @Nullable Instant instant) {
        if (instant != null) {
            members.put(name, instant.toString());
        }
    }

    /** Without the host: only the caller knows by which name it has reached this application. */
    private String location(HttpServletRequest request, OperationId id) {
        String application =
                ServletUriComponentsBuilder.fromServletMapping(request).build().getPath();
        return (application == null ? "" : application) + path + "/" + id;
    }
}
