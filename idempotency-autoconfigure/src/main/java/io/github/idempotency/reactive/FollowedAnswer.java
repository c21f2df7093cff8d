package io.github.idempotency.reactive;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.RecordedFrames;
import io.github.idempotency.web.EventPosition;
import io.github.idempotency.web.StoredResponse;

/**
 * An answer that is recorded as frames: what there is of it, then what is still to come. It begins after the event that the
 * caller says it had last. An answer that is broken off ends with an {@code error} event, or without its proper end where it
 * has no events.
 */
final class FollowedAnswer implements ReactiveAnswer {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private final RecordedFrames frames;

    private final Function<ServerWebExchange, Map<String, String>> marks;

    private final ReactiveAnswers answers;

    private final Duration pace;

    /**
     * @param marks the headers that say where the answer is from
     * @param pace what passes at least between two frames
     */
    FollowedAnswer(
            RecordedFrames frames,
            Function<ServerWebExchange, Map<String, String>> marks,
            ReactiveAnswers answers,
            Duration pace) {
        this.pace = pace;
        this.frames = frames;
        this.marks = marks;
        this.answers = answers;
    }

    @Override
    public Mono<Void> writeTo(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        EventPosition after =
                EventPosition.of(exchange.getRequest().getHeaders().getFirst(LAST_EVENT_ID), frames);
        return response.writeAndFlushWith(FrameReading.of(frames, after, head -> head(head, exchange), pace)
                        .onErrorResume(
                                IdempotencyException.class,
                                ex -> response.isCommitted() && AnswerHeaders.areOfEvents(response.getHeaders())
                                        ? Mono.just(answers.errorEvent(ex, exchange))
                                        : Mono.error(ex))
                        .map(frame -> Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(frame))))
                .onErrorResume(
                        WholeAnswer.class, ex -> answers.replay(ex.replay()).writeTo(exchange))
                .onErrorResume(
                        IdempotencyException.class,
                        ex -> response.isCommitted()
                                ? Mono.error(ex)
                                : answers.refusal(ex).writeTo(exchange));
    }

    private void head(StoredResponse head, ServerWebExchange exchange) {
        ReactiveAnswers.head(head, exchange.getResponse());
        ReactiveAnswers.marks(marks.apply(exchange), exchange.getResponse());
    }
}
