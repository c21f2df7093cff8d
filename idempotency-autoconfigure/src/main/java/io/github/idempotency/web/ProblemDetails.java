package io.github.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/**
 * Renders refusals as problem details (RFC 9457): {@code application/problem+json}, or a short text for agents where the
 * caller prefers {@code text/plain} or {@code text/markdown}. Thread-safe.
 */
public final class ProblemDetails {

    private final String typeBase;

    private final @Nullable String documentationBase;

    private final ProblemMessages messages;

    private final JsonMapper mapper = JsonMapper.shared();

    /**
     * @param typeBase what the type of every problem begins with
     * @param documentationBase what the address of every problem's documentation begins with; null for the type, where
     *     that is the address of a web page
     * @param messages the application's words for problems
     */
    public ProblemDetails(String typeBase, @Nullable String documentationBase, MessageSource messages) {
        this.typeBase = typeBase;
        this.documentationBase = StringUtils.hasText(documentationBase)
                ? documentationBase
                : typeBase.matches("(?i)https?://.*") ? typeBase : null;
        this.messages = new ProblemMessages(messages);
    }

    /** The refusal's words, in that form and language. */
    public byte[] body(IdempotencyException refusal, ProblemForm form, Locale locale) {
        return body(form, refusal, messages.of(refusal, seconds(refusal), locale));
    }

    /** Whole seconds, rounded up, at least one; 0 where a retry will not help. */
    private static long seconds(IdempotencyException refusal) {
        return refusal.retryAfter().map(ProblemDetails::seconds).orElse(0L);
    }

    /** Whole seconds, rounded up, at least one. */
    public static long seconds(Duration delay) {
        return Math.max(1, delay.plusMillis(999).toSeconds());
    }

    /** The headers that go with a refusal, beside those of its body. */
    public Map<String, String> headers(IdempotencyException refusal) {
        Map<String, String> headers = new LinkedHashMap<>();
        IdempotencyProblem problem = refusal.problem();
        long seconds = seconds(refusal);
        if (seconds > 0) {
            headers.put(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        if (problem == IdempotencyProblem.OUTCOME_UNKNOWN
                || problem == IdempotencyProblem.RESPONSE_NOT_RETAINED
                || problem == IdempotencyProblem.NOTHING_TO_RESUME) {
            headers.put(IdempotencyHeaders.SHOULD_RETRY, "false");
        }
        if (documentationBase != null) {
            headers.put(HttpHeaders.LINK, "<" + documentationBase + problem.type() + ">; rel=\"describedby\"");
        }
        return headers;
    }

    private byte[] body(ProblemForm form, IdempotencyException refusal, ProblemMessages.Words words) {
        IdempotencyProblem problem = refusal.problem();
        int status = status(problem).value();
        if (form == ProblemForm.JSON) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("type", typeBase + problem.type());
            members.put("title", words.title());
            members.put("status", status);
            members.put("detail", words.detail());
            members.put("code", problem.code());
            return mapper.writeValueAsBytes(members);
        }
        String heading = form == ProblemForm.MARKDOWN ? "# " : "";
        String end = words.detail().matches("(?s).*[.!?。]") ? "" : ".";
        String text = heading + words.title() + " (" + status + ", " + problem.code() + ")\n\n" + words.detail() + end
                + "\n\n" + words.advice() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The status of a refusal. */
    public static HttpStatus status(IdempotencyProblem problem) {
        return switch (problem) {
            case KEY_MISSING, KEY_INVALID -> HttpStatus.BAD_REQUEST;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case OWNER_MISSING -> HttpStatus.FORBIDDEN;
            case OPERATION_NOT_FOUND -> HttpStatus.NOT_FOUND;
            case IN_PROGRESS, OUTCOME_UNKNOWN, RESPONSE_NOT_RETAINED, NOTHING_TO_RESUME -> HttpStatus.CONFLICT;
            case STORE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }
}
