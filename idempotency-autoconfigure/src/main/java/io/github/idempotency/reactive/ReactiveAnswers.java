package io.github.idempotency.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Attachment;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.ProblemDetails;
import io.github.idempotency.web.ProblemForm;
import io.github.idempotency.web.ReplayHeaders;
import io.github.idempotency.web.StoredResponse;

/** The answers that are given instead of handlers' ones. Thread-safe. */
public final class ReactiveAnswers {

    private final HttpSettings settings;

    private final ProblemDetails problems;

    public ReactiveAnswers(HttpSettings settings, ProblemDetails problems) {
        this.settings = settings;
        this.problems = problems;
    }

    ReactiveAnswer refusal(IdempotencyException refusal) {
        return exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            HttpHeaders headers = response.getHeaders();
            ProblemForm form = ProblemForm.of(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.ACCEPT));
            byte[] body = problems.body(refusal, form, locale(exchange));
            response.setStatusCode(ProblemDetails.status(refusal.problem()));
            problems.headers(refusal).forEach(headers::add);
            headers.set(HttpHeaders.CONTENT_TYPE, form.contentType());
            return write(response, body);
        };
    }

    private static Locale locale(ServerWebExchange exchange) {
        Locale locale = exchange.getLocaleContext().getLocale();
        return locale == null ? Locale.getDefault() : locale;
    }

    /**
     * The answer that repeats a stored one. All of it is read before any of it is given, unless it was streamed.
     *
     * @throws IdempotencyException if it cannot be read
     */
    ReactiveAnswer replay(Replay replay) {
        StoredResponse stored = replay.read(StoredResponse::of);
        if (stored.isStreamed()) {
            return new FollowedAnswer(
                    replay.frames(),
                    exchange -> ReplayHeaders.of(
                            replay, settings, exchange.getRequest().getHeaders()::getFirst),
                    this,
                    settings.replayPace());
        }
        return exchange -> {
            head(stored, exchange.getResponse());
            marks(
                    ReplayHeaders.of(replay, settings, exchange.getRequest().getHeaders()::getFirst),
                    exchange.getResponse());
            byte[] body = new byte[stored.bodySize()];
            stored.body().get(body);
            return write(exchange.getResponse(), body);
        };
    }

    /** The answer that is being given to somebody else. */
    ReactiveAnswer attached(Attachment attachment) {
        return new FollowedAnswer(
                attachment.frames(),
                exchange -> ReplayHeaders.of(
                        attachment.startedAt(), settings, exchange.getRequest().getHeaders()::getFirst),
                this,
                // What is being made has its own pace.
                Duration.ZERO);
    }

    /** What the caller of a stream is told that is broken off. */
    byte[] errorEvent(IdempotencyException refusal, ServerWebExchange exchange) {
        byte[] problem = problems.body(refusal, ProblemForm.JSON, locale(exchange));
        String event = "event: error\ndata: " + new String(problem, StandardCharsets.UTF_8) + "\n\n";
        return event.getBytes(StandardCharsets.UTF_8);
    }

    static void head(StoredResponse stored, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(stored.status()));
        for (int i = 0; i < stored.headers().size(); i += 2) {
            response.getHeaders().add(stored.headers().get(i), stored.headers().get(i + 1));
        }
    }

    static void marks(Map<String, String> marks, ServerHttpResponse response) {
        marks.forEach(response.getHeaders()::set);
    }

    static Mono<Void> write(ServerHttpResponse response, byte[] body) {
        if (body.length == 0) {
            return response.setComplete();
        }
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
    }
}
