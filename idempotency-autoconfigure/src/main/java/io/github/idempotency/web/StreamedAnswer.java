package io.github.idempotency.web;

import java.time.Duration;

import jakarta.servlet.AsyncContext;

import io.github.idempotency.execution.Attachment;
import io.github.idempotency.execution.RecordedFrames;
import io.github.idempotency.execution.Replay;

/**
 * Gives an answer that is recorded as frames: what there is of it, then what is still to come. It begins after the event
 * that the caller says it had last. No thread waits for frames, or for a caller that is slow to read them.
 */
final class StreamedAnswer {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private StreamedAnswer() {}

    static Answer of(Replay replay, HttpSettings settings, Problems problems) {
        return of(
                replay.frames(),
                problems,
                (request, response) ->
                        ReplayHeaders.of(replay, settings, request::getHeader).forEach(response::setHeader),
                settings,
                settings.replayPace());
    }

    static Answer of(Attachment attachment, HttpSettings settings, Problems problems) {
        return of(
                attachment.frames(),
                problems,
                (request, response) -> ReplayHeaders.of(attachment.startedAt(), settings, request::getHeader)
                        .forEach(response::setHeader),
                settings,
                // What is being made has its own pace.
                Duration.ZERO);
    }

    private static Answer of(
            RecordedFrames frames, Problems problems, Answer.Content marks, HttpSettings settings, Duration pace) {
        // The status is known when the first frame is.
        return new Answer(200, (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            // It ends with the frames, and they when their producer does or its lease.
            async.setTimeout(0);
            EventPosition after = EventPosition.of(request.getHeader(LAST_EVENT_ID), frames);
            AnswerHead head = new AnswerHead(request, response, marks);
            new FramePump(async, head, after, settings, problems, pace).start(frames);
        });
    }
}
