package io.github.idempotency.reactive;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;
import io.github.idempotency.web.OperationDocument;
import io.github.idempotency.web.ProblemDetails;

/** Tells what has become of a call: to its duplicate, which is accepted, and to who asks later. Thread-safe. */
public final class ReactiveOperationAnswers {

    private final ReactiveAnswers answers;

    private final String path;

    /** @param path where operations are, below the application's own */
    public ReactiveOperationAnswers(ReactiveAnswers answers, String path) {
        this.answers = answers;
        this.path = path;
    }

    String path() {
        return path;
    }

    ReactiveAnswer refusal(IdempotencyException refusal) {
        return answers.refusal(refusal);
    }

    /** To a duplicate of a call that still runs: 202, and where to ask. */
    ReactiveAnswer accepted(OperationId id, IdempotencyException refusal) {
        byte[] document = OperationDocument.accepted(id);
        return exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatus.ACCEPTED);
            response.getHeaders().set(HttpHeaders.LOCATION, location(exchange, id));
            return write(document, refusal.retryAfter().orElse(null), response);
        };
    }

    /**
     * To who asks: where the call stands, and if it has ended also with which answer.
     *
     * @throws IdempotencyException if the answer cannot be read
     */
    ReactiveAnswer status(OperationId id, OperationStatus status) {
        byte[] document = OperationDocument.of(id, status);
        return exchange -> {
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatus.OK);
            if (status.retained()) {
                response.getHeaders().set(HttpHeaders.LINK, "<" + location(exchange, id) + "/result>; rel=\"item\"");
            }
            return write(document, status.retryAfter(), response);
        };
    }

    /** The stored answer, as a retry would get it, but not to be kept by a cache. */
    ReactiveAnswer result(OperationStatus status) {
        ReactiveAnswer replay = answers.replay(status.answer());
        return exchange -> {
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            return replay.writeTo(exchange);
        };
    }

    private static Mono<Void> write(byte[] document, @Nullable Duration retryAfter, ServerHttpResponse response) {
        HttpHeaders headers = response.getHeaders();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(ProblemDetails.seconds(retryAfter)));
        }
        headers.setCacheControl("no-store");
        headers.setContentType(MediaType.APPLICATION_JSON);
        return ReactiveAnswers.write(response, document);
    }

    /** Without the host: only the caller knows by which name it has reached this application. */
    private String location(ServerWebExchange exchange, OperationId id) {
        return exchange.getRequest().getPath().contextPath().value() + path + "/" + id;
    }
}
