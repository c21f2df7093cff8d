package io.github.idempotency.web;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * One request and its answer, from the filter's point of view. The advice arms it with an execution; the filter ends
 * that execution by the answer that the handler, its exception handlers and the error page have made, and only then
 * lets the answer go.
 */
final class HttpExchange {

    static final String ATTRIBUTE = HttpExchange.class.getName();

    private final HttpServletRequest request;

    private final @Nullable CapturingRequest captured;

    private final RecordingResponse response;

    private final HttpSettings settings;

    private final Problems problems;

    private final ErrorPages errorPages;

    private @Nullable Execution execution;

    HttpExchange(
            HttpServletRequest request,
            @Nullable CapturingRequest captured,
            RecordingResponse response,
            HttpSettings settings,
            Problems problems,
            ErrorPages errorPages) {
        this.request = request;
        this.captured = captured;
        this.response = response;
        this.settings = settings;
        this.problems = problems;
        this.errorPages = errorPages;
    }

    /** The exchange that is served on this thread, if any. */
    static Optional<HttpExchange> current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        return attributes == null
                ? Optional.empty()
                : Optional.ofNullable(
                        (HttpExchange) attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST));
    }

    /** The request, if it carries a key. */
    Optional<CapturingRequest> captured() {
        return Optional.ofNullable(captured);
    }

    boolean armed() {
        return execution != null;
    }

    /** From here on the answer is held back until the execution has ended. */
    void arm(Execution execution) {
        this.execution = execution;
        response.arm(execution.policy().maxResultSize(), () -> end(execution, Result.notRetained(outcome())));
    }

    /** The chain threw, or its error page did: there is no answer to store. No effect once the execution has ended. */
    void fail() {
        if (execution != null && response.isRecording()) {
            execution.fail();
        }
    }

    /** The chain returned: store the answer, then send it. */
    void finish() throws IOException, ServletException {
        if (execution == null) {
            return;
        }
        if (response.isRecording()) {
            errorPages.render(request, response);
        }
        if (response.isRecording()) {
            boolean open = request.isAsyncStarted();
            end(execution, open ? Result.notRetained(outcome()) : recorded());
        } else {
            response.flushWriter();
        }
    }

    private Result recorded() {
        byte[] bytes = StoredResponse.whole(
                response.getStatus(),
                RecordedHeaders.of(response, settings),
                response.recordedSize(),
                response::copyRecorded);
        return new Result(outcome(), bytes);
    }

    private Outcome outcome() {
        return response.getStatus() < 400 ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    private void end(Execution ending, Result result) throws IOException {
        int status = response.getStatus();
        Optional<Answer> other = Optional.empty();
        if (settings.statuses().isStored(status)) {
            other = complete(ending, result);
        } else if (status >= 400 && status < 500) {
            ending.release();
        } else {
            ending.fail();
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
            return ending.complete(result).map(replay -> ReplayedAnswer.of(replay, settings));
        } catch (IdempotencyException ex) {
            return Optional.of(problems.answer(ex));
        } catch (RuntimeException ex) {
            // What the handler wrote was rolled back, so its answer is not true; the failure is the application's.
            if (ending.hasEnded()) {
                response.discard();
            }
            throw ex;
        }
    }
}
