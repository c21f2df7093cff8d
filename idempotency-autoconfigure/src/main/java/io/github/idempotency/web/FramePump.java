package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.support.RequestContextUtils;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.FrameCursor;
import io.github.idempotency.execution.RecordedFrames;
import io.github.idempotency.execution.Replay;

/**
 * Writes frames as they come and as fast as the caller takes them, on whatever thread brings the news of either. An answer
 * that is broken off ends with an {@code error} event, or without its proper end where it has no events.
 */
final class FramePump implements WriteListener {

    /** The request attribute that asks the filter to break off the connection. */
    static final String BROKEN_OFF = FramePump.class.getName() + ".BROKEN_OFF";

    private static final Logger log = LoggerFactory.getLogger(FramePump.class);

    private final AtomicInteger newsDue = new AtomicInteger();

    /** Held while the container's response is touched: once the request has been ended, somebody else may have it. */
    private final Lock writing = new ReentrantLock();

    private final AsyncContext async;

    private final AnswerHead head;

    private final EventPosition after;

    private final HttpSettings settings;

    private final Problems problems;

    private final Duration pace;

    private volatile @Nullable FrameCursor cursor;

    /** Whether the container has begun to ask for what is to be written. */
    private volatile boolean asked;

    private boolean unflushed;

    private @Nullable Runnable end;

    /** @param pace what passes at least between two frames */
    FramePump(
            AsyncContext async,
            AnswerHead head,
            EventPosition after,
            HttpSettings settings,
            Problems problems,
            Duration pace) {
        this.pace = pace;
        this.async = async;
        this.head = head;
        this.after = after;
        this.settings = settings;
        this.problems = problems;
    }

    void start(RecordedFrames frames) throws IOException {
        cursor = frames.open(0, this::pump);
        head.response().getOutputStream().setWriteListener(this);
    }

    @Override
    public void onWritePossible() {
        asked = true;
        pump();
    }

    @Override
    public void onError(Throwable cause) {
        log.debug("The caller did not wait for its answer", cause);
        writing.lock();
        try {
            finish(async::complete);
        } finally {
            writing.unlock();
        }
    }

    /** One thread at a time; whoever finds another one pumping leaves it to that. */
    private void pump() {
        if (newsDue.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = newsDue.get();
            writing.lock();
            try {
                FrameCursor frames = cursor;
                if (asked && frames != null) {
                    pump(frames, head.response().getOutputStream());
                }
            } catch (IOException | RuntimeException ex) {
                onError(ex);
            } finally {
                writing.unlock();
            }
        } while (newsDue.addAndGet(-seen) != 0);
    }

    private void pump(FrameCursor frames, ServletOutputStream body) throws IOException {
        while (cursor != null && body.isReady()) {
            if (end != null) {
                finish(end);
                return;
            }
            byte[] frame = frames.poll();
            if (frame != null) {
                write(frames, frame, body);
            } else if (frames.isOver()) {
                end = end(frames, body);
            } else if (frames.isCaughtUp() && after.isMissing()) {
                end = refuse(nothingToResume(), body);
            } else if (unflushed) {
                unflushed = false;
                body.flush();
            } else {
                return;
            }
        }
    }

    private void write(FrameCursor frames, byte[] frame, ServletOutputStream body) throws IOException {
        int position = frames.position() - 1;
        boolean skipped = position == 0 || after.skips(position, frame);
        if (position == 0) {
            head.record(frame);
        }
        if (after.isFound()) {
            head.write();
            unflushed = true;
        }
        if (!skipped) {
            body.write(frame);
            frames.pause(pace);
        }
    }

    private Runnable end(FrameCursor frames, ServletOutputStream body) throws IOException {
        try {
            Replay replay = frames.answer();
            StoredResponse stored = replay.read(StoredResponse::of);
            if (!after.isFound()) {
                return refuse(nothingToResume(), body);
            }
            if (!stored.isStreamed()) {
                head.replace(ReplayedAnswer.of(replay, settings, problems));
            } else if (stored.frames() != frames.position()) {
                return refuse(lost(), body);
            }
            return async::complete;
        } catch (IdempotencyException ex) {
            return refuse(ex, body);
        }
    }

    private Runnable refuse(IdempotencyException refusal, ServletOutputStream body) throws IOException {
        if (!head.isWritten()) {
            head.replace(problems.answer(refusal));
        } else if (head.isOfEvents()) {
            byte[] problem = problems.body(refusal, ProblemForm.JSON, RequestContextUtils.getLocale(head.request()));
            String event = "event: error\ndata: " + new String(problem, StandardCharsets.UTF_8) + "\n\n";
            body.write(event.getBytes(StandardCharsets.UTF_8));
        } else {
            // Of what has not been sent the container would make an error page, with a proper end.
            body.flush();
            head.request().setAttribute(BROKEN_OFF, true);
            return async::dispatch;
        }
        return async::complete;
    }

    private static IdempotencyException nothingToResume() {
        return new IdempotencyException(
                IdempotencyProblem.NOTHING_TO_RESUME,
                "The recorded answer has no event with the id that is named in " + StreamedAnswer.LAST_EVENT_ID);
    }

    private static IdempotencyException lost() {
        return new IdempotencyException(
                IdempotencyProblem.RESPONSE_NOT_RETAINED,
                "The request with this idempotency key completed, but a part of its answer was not retained");
    }

    private void finish(Runnable ending) {
        FrameCursor frames = cursor;
        cursor = null;
        if (frames != null) {
            frames.close();
            try {
                ending.run();
            } catch (IllegalStateException ex) {
                log.debug("The container has ended the request before", ex);
            }
        }
    }
}
