package io.github.idempotency.web;

import jakarta.servlet.http.HttpServletResponse;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Replay;

/** Gives a stored answer again. */
final class ReplayedAnswer {

    private ReplayedAnswer() {}

    /**
     * The answer that repeats a stored one. All of it is read before any of it is given, unless it was streamed.
     *
     * @throws IdempotencyException if it cannot be read
     */
    static Answer of(Replay replay, HttpSettings settings, Problems problems) {
        StoredResponse stored = replay.read(StoredResponse::of);
        if (stored.isStreamed()) {
            return StreamedAnswer.of(replay, settings, problems);
        }
        return new Answer(stored.status(), (request, response) -> {
            head(stored, response);
            ReplayHeaders.of(replay, settings, request::getHeader).forEach(response::setHeader);
            if (stored.bodySize() > 0) {
                response.setContentLength(stored.bodySize());
                stored.writeBody(response.getOutputStream());
            }
        });
    }

    static void head(StoredResponse stored, HttpServletResponse response) {
        response.setStatus(stored.status());
        for (int i = 0; i < stored.headers().size(); i += 2) {
            response.addHeader(stored.headers().get(i), stored.headers().get(i + 1));
        }
    }
}
