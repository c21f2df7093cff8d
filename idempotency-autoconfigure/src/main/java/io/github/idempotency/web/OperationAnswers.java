package io.github.idempotency.web;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/** Tells what has become of a call: to its duplicate, which is accepted, and to who asks later. Thread-safe. */
public final class OperationAnswers {

    private final HttpSettings settings;

    private final Problems problems;

    private final String path;

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
        byte[] document = OperationDocument.accepted(id);
        return new Answer(202, (request, response) -> {
            response.setHeader(HttpHeaders.LOCATION, location(request, id));
            write(document, refusal.retryAfter().orElse(null), response);
        });
    }

    /** To who asks: where the call stands, and if it has ended also with which answer. */
    Answer status(OperationId id, OperationStatus status) {
        byte[] document = OperationDocument.of(id, status);
        return new Answer(200, (request, response) -> {
            if (status.retained()) {
                response.setHeader(HttpHeaders.LINK, "<" + location(request, id) + "/result>; rel=\"item\"");
            }
            write(document, status.retryAfter(), response);
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

    private static void write(byte[] document, @Nullable Duration retryAfter, HttpServletResponse response)
            throws IOException {
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(ProblemDetails.seconds(retryAfter)));
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    /** Without the host: only the caller knows by which name it has reached this application. */
    private String location(HttpServletRequest request, OperationId id) {
        String application =
                ServletUriComponentsBuilder.fromServletMapping(request).build().getPath();
        return (application == null ? "" : application) + path + "/" + id;
    }
}
