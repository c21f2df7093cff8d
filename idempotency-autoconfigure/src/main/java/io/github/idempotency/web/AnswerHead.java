package io.github.idempotency.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

/** Status and headers of an answer that is given bit by bit: written late, so that it can still be another one. */
final class AnswerHead {

    private final HttpServletRequest request;

    private final HttpServletResponse response;

    private final Answer.Content marks;

    private @Nullable StoredResponse recorded;

    private boolean written;

    /** @param marks writes the headers that say where the answer is from */
    AnswerHead(HttpServletRequest request, HttpServletResponse response, Answer.Content marks) {
        this.request = request;
        this.response = response;
        this.marks = marks;
    }

    /** What the first frame says. */
    void record(byte[] frame) {
        recorded = StoredResponse.of(frame);
    }

    boolean isWritten() {
        return written;
    }

    /** Writes the recorded head, the first time. */
    void write() throws IOException {
        if (!written && recorded != null) {
            written = true;
            ReplayedAnswer.head(recorded, response);
            marks.writeTo(request, response);
        }
    }

    /** Gives another answer instead, while that is possible. */
    void replace(Answer answer) throws IOException {
        written = true;
        answer.writeTo(request, response);
    }

    boolean isOfEvents() {
        return EventFrames.isType(response.getContentType());
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }
}
