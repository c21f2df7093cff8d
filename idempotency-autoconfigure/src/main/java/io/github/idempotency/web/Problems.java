package io.github.idempotency.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/** Renders refusals as {@code application/problem+json} (RFC 9457). */
public final class Problems {

    private final String typeBase;

    private final JsonMapper mapper = JsonMapper.shared();

    /** @param typeBase what the type of every problem begins with */
    public Problems(String typeBase) {
        this.typeBase = typeBase;
    }

    Answer answer(IdempotencyException refusal) {
        IdempotencyProblem problem = refusal.problem();
        HttpStatus status = status(problem);
        return (request, response) -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("type", typeBase + problem.type());
            members.put("title", title(problem));
            members.put("status", status.value());
            members.put("detail", String.valueOf(refusal.getMessage()));
            members.put("code", problem.code());
            byte[] body = mapper.writeValueAsBytes(members);
            response.setStatus(status.value());
            refusal.retryAfter().ifPresent(delay -> retryAfter(response, delay));
            if (problem == IdempotencyProblem.OUTCOME_UNKNOWN || problem == IdempotencyProblem.RESPONSE_NOT_RETAINED) {
                response.setHeader(IdempotencyHeaders.SHOULD_RETRY, "false");
            }
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        };
    }

    /** Whole seconds, rounded up. */
    private static void retryAfter(HttpServletResponse response, Duration delay) {
        long seconds = delay.plusMillis(999).toSeconds();
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
    }

    private static HttpStatus status(IdempotencyProblem problem) {
        return switch (problem) {
            case KEY_MISSING, KEY_INVALID -> HttpStatus.BAD_REQUEST;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case IN_PROGRESS, OUTCOME_UNKNOWN, RESPONSE_NOT_RETAINED -> HttpStatus.CONFLICT;
            case STORE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static String title(IdempotencyProblem problem) {
        return switch (problem) {
            case KEY_MISSING -> "Idempotency key required";
            case KEY_INVALID -> "Idempotency key invalid";
            case KEY_REUSED -> "Idempotency key reused with another request";
            case IN_PROGRESS -> "Request still in progress";
            case OUTCOME_UNKNOWN -> "Outcome unknown";
            case RESPONSE_NOT_RETAINED -> "Response not retained";
            case STORE_UNAVAILABLE -> "Idempotency store unavailable";
        };
    }
}
