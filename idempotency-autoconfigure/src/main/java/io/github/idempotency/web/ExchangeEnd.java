package io.github.idempotency.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * How the execution of an exchange ends: once, by whoever comes first, and by the answer if there is one. The answer goes
 * out only after that. Thread-safe as far as ending goes.
 */
final class ExchangeEnd {

    private static final Logger log = LoggerFactory.getLogger(ExchangeEnd.class);

    private final AtomicReference<@Nullable Execution> open = new AtomicReference<>();

    private final HttpServletRequest request;

    private final RecordingResponse response;

    private final HttpSettings settings;

    private final Problems problems;

    /** What work ended with that went on after its handler had returned. */
    private volatile @Nullable Throwable thrown;

    /** Whether the response is not what the handler has answered, which cannot be written. */
    private volatile boolean withheld;

    ExchangeEnd(HttpServletRequest request, RecordingResponse response, HttpSettings settings, Problems problems) {
        this.request = request;
        this.response = response;
        this.settings = settings;
        this.problems = problems;
    }

    void of(Execution execution) {
        open.set(execution);
    }

    /** Whether it is still to come. */
    boolean isOpen() {
        return open.get() != null;
    }

    /** The answer that was postponed has been made. */
    void answered() {
        response.recordedHeaders().answered();
    }

    /**
     * The answer comes that was postponed.
     *
     * @param cause what the work ended with, if that is an exception
     */
    void resume(@Nullable Throwable cause) {
        thrown = cause;
        response.recordedHeaders().passed();
    }

    /** Lets the execution go on without the thread that began it; false if it cannot. */
    boolean postpone() {
        Execution execution = open.get();
        if (execution == null || execution.policy().transactional()) {
            return execution == null;
        }
        execution.continueElsewhere();
        return true;
    }

    /** Unless its work ended with that, a handler has answered, and what is recorded now says that nobody can write it. */
    void withhold(Exception cause) {
        withheld = cause != thrown;
    }

    /** Stores what has been recorded, then sends it. */
    void withAnswer() throws IOException {
        if (withheld) {
            end(Result.notRetained(Outcome.SUCCEEDED));
            return;
        }
        byte[] bytes = StoredResponse.whole(
                response.getStatus(),
                response.storedHeaders(settings),
                response.recordedSize(),
                response::copyRecorded);
        end(new Result(StoredResponse.outcome(response.getStatus()), bytes));
    }

    /** Sends what has been recorded and whatever is still to come, and stores that it was not kept. */
    void withoutKeeping() throws IOException {
        end(Result.notRetained(StoredResponse.outcome(response.getStatus())));
    }

    /** Begins to send what has been recorded and whatever is still to come, frame by frame; false if it cannot. */
    boolean beginStream(Supplier<Optional<FrameRecorder>> recorder) throws IOException {
        Execution running = open.get();
        if (running == null || !settings.statuses().isStored(response.getStatus())) {
            return false;
        }
        Optional<FrameRecorder> frames = recorder.get();
        if (frames.isPresent()) {
            response.setHeader(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME,
                    running.startedAt().toString());
            List<String> headers = response.storedHeaders(settings);
            response.stream(bare -> new StreamedResponse(
                    frames.get(), bare, headers, running.policy().onCancel(), () -> unheard(() -> {})));
        }
        return frames.isPresent();
    }

    /** Stores that the stream is complete, or broken off; fails if the connection is to be broken off too. */
    void withStream() throws IOException {
        StreamedResponse ended = response.streamed();
        if (ended != null && thrown != null) {
            failed();
        } else if (ended != null && open.getAndSet(null) != null) {
            ended.complete();
        }
    }

    /** Whether its producer is not to notice by itself that its caller has gone. */
    boolean isDrained() {
        Execution running = open.get();
        return running != null && (!response.isStreamed() || running.policy().onCancel() == CancelPolicy.DRAIN);
    }

    /** The caller has gone; runs that if the work is to be cancelled then, or when it has gone on for too long. */
    void unheard(Runnable onTimeout) {
        StreamedResponse left = response.streamed();
        if (left != null) {
            left.leave();
        }
        Execution running = open.get();
        if (running != null) {
            Runnable giveUp = () -> {
                if (failed()) {
                    onTimeout.run();
                }
            };
            if (running.policy().onCancel() == CancelPolicy.DRAIN) {
                running.unheard(giveUp);
            } else {
                giveUp.run();
            }
        }
    }

    /** There is no answer; false if there was to be none any more. */
    boolean failed() {
        Execution ending = open.getAndSet(null);
        if (ending != null) {
            fail(ending);
        }
        return ending != null;
    }

    /** The work has ended; its caller is gone, and no request is left of which to make an answer. */
    void unseen(@Nullable Throwable cause) {
        thrown = cause;
        try {
            withStream();
        } catch (IOException ex) {
            log.debug("There is nobody to be told", ex);
        }
        if (cause != null) {
            failed();
        }
        Execution ending = open.getAndSet(null);
        if (ending != null) {
            try {
                ending.complete(Result.notRetained(Outcome.SUCCEEDED));
            } catch (IdempotencyException ex) {
                log.debug("Work whose caller had gone has lost its claim", ex);
            }
        }
    }

    private void fail(Execution ending) {
        boolean harmless = ending.policy().precedesEffect(thrown);
        StreamedResponse broken = response.streamed();
        if (broken != null) {
            broken.breakOff(harmless);
        } else if (harmless) {
            ending.release();
        } else {
            ending.fail();
        }
    }

    private void end(Result result) throws IOException {
        int status = response.getStatus();
        // The application's say, which may fail: whoever sees that still has to end the execution.
        boolean stored = isOpen() && (withheld || settings.statuses().isStored(status));
        Execution ending = open.getAndSet(null);
        if (ending == null) {
            return;
        }
        Optional<Answer> other = Optional.empty();
        if (stored) {
            other = complete(ending, result);
        } else if (status >= 400 && status < 500) {
            ending.release();
        } else {
            fail(ending);
        }
        if (other.isPresent()) {
            other.get().writeTo(request, response.discard());
        } else {
            response.setHeader(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME, ending.startedAt().toString());
            ending.expiresAt()
                    .ifPresent(at -> response.setHeader(IdempotencyHeaders.EXPIRES, ReplayHeaders.seconds(at)));
            response.release();
        }
    }

    private Optional<Answer> complete(Execution ending, Result result) {
        try {
            return ending.complete(result).map(replay -> ReplayedAnswer.of(replay, settings, problems));
        } catch (IdempotencyException ex) {
            return Optional.of(problems.answer(ex));
        } catch (RuntimeException ex) {
            // What the handler wrote was rolled back, so its answer is not true; the failure is the application's.
            if (ending.hasEnded()) {
                response.discard();
            } else {
                open.set(ending);
            }
            throw ex;
        }
    }
}
