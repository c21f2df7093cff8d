package io.github.idempotency.web;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.util.WebUtils;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;

/**
 * One request and its answer, from the filter's point of view. The advice arms it with an execution; the filter ends
 * that execution by the answer that the handler, its exception handlers and the error page have made, and only then
 * lets the answer go. If the handler returns before there is an answer, the exchange stays open until the container
 * comes back with it.
 */
final class HttpExchange implements Closeable {

    static final String ATTRIBUTE = HttpExchange.class.getName();

    private final HttpServletRequest request;

    private final @Nullable CapturingRequest captured;

    private final RecordingResponse response;

    private final ErrorPages errorPages;

    private final ExchangeEnd end;

    private volatile boolean armed;

    private volatile boolean handled;

    private volatile boolean guarded;

    /** There from when the handler says that its answer comes later until a dispatch comes with it. */
    private volatile @Nullable LaterAnswer later;

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
        this.errorPages = errorPages;
        this.end = new ExchangeEnd(request, response, settings, problems);
    }

    /** The exchange that is served on this thread, if any. */
    static Optional<HttpExchange> current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        return attributes == null
                ? Optional.empty()
                : Optional.ofNullable(
                        (HttpExchange) attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST));
    }

    /** The exchange that was begun with this request and response, wrapped or not, if any. */
    static Optional<HttpExchange> begun(ServletRequest request, ServletResponse response) {
        return Optional.ofNullable((HttpExchange) request.getAttribute(ATTRIBUTE))
                .filter(exchange -> exchange.response == WebUtils.getNativeResponse(response, RecordingResponse.class));
    }

    /** The request, if it carries a key. */
    Optional<CapturingRequest> captured() {
        return Optional.ofNullable(captured);
    }

    /** Whether the caller has a part of the answer already. */
    boolean isResumed() {
        String lastEventId = request.getHeader(StreamedAnswer.LAST_EVENT_ID);
        return lastEventId != null && !lastEventId.isEmpty();
    }

    boolean armed() {
        return armed;
    }

    /** Some call that is guarded is made for the request. */
    void guarded() {
        guarded = true;
    }

    /** Whether it carries a key that nobody has asked for. */
    boolean isUnguarded() {
        return captured != null && !guarded;
    }

    /** From here on the answer is held back until the execution has ended. */
    void arm(Execution execution, Supplier<Optional<FrameRecorder>> recorder) {
        end.of(execution);
        armed = true;
        long limit = execution.policy().maxResultSize();
        response.arm(new Overflow() {

            /** What is written while nobody answers is a stream. */
            @Override
            public boolean isDue(long size) {
                LaterAnswer answer = later;
                return size > limit || answer != null && answer.isAwaited();
            }

            @Override
            public boolean isAnsweredLater() {
                return later != null;
            }

            @Override
            public boolean run() throws IOException {
                LaterAnswer answer = later;
                if (answer == null || !answer.isAwaited()) {
                    end.withoutKeeping();
                    return true;
                }
                if (answer.isHeard()) {
                    if (!end.beginStream(recorder)) {
                        end.withoutKeeping();
                    }
                    return true;
                }
                return false;
            }
        });
    }

    /** The guarded handler has returned. */
    void handled() {
        handled = true;
    }

    /** Nobody can write what the handler has returned as its caller would like it; what it has done is done. */
    void notAcceptable(Exception cause) {
        if (handled) {
            end.withhold(cause);
        }
    }

    /**
     * The answer will come later.
     *
     * @return what the handler sees as the container's context
     */
    AsyncContext answerLater(AsyncContext container) {
        if (end.isOpen()) {
            LaterAnswer answer = new LaterAnswer(container, this, end);
            later = answer;
            return answer;
        }
        if (captured != null) {
            container.addListener(new BodyRelease(this));
        }
        return container;
    }

    Optional<AsyncContext> later() {
        return Optional.ofNullable(later);
    }

    /** Whether it is sent bit by bit. */
    boolean isStreamed() {
        return response.isStreamed();
    }

    boolean isAnsweredLater() {
        return later != null || request.isAsyncStarted();
    }

    /** The container has come back with the answer. */
    void resume() {
        LaterAnswer answer = later;
        if (answer != null) {
            end.resume(answer.thrown());
            later = null;
        }
    }

    /**
     * The chain threw, or its error page did: there is no answer to store. If it is still to come, the container tells
     * what becomes of it.
     */
    void fail() {
        if (later == null) {
            end.failed();
        }
    }

    /** The chain returned: store the answer, then send it. If it is still to come, the execution waits for it. */
    void finish() throws IOException, ServletException {
        if (later == null || !end.postpone()) {
            answer(request.isAsyncStarted());
        }
    }

    /** The answer is what has been written until now. */
    void finishLater() throws IOException, ServletException {
        end.resume(null);
        answer(false);
    }

    private void answer(boolean goesOn) throws IOException, ServletException {
        if (response.isRecording()) {
            errorPages.render(request, response);
        }
        if (!response.isRecording()) {
            response.flushWriter();
            end.withStream();
        } else if (goesOn) {
            end.withoutKeeping();
        } else {
            end.withAnswer();
        }
    }

    /** The container has ended the request. */
    void over() {
        end.failed();
        close();
    }

    /** Lets go of the request's body. */
    @Override
    public void close() {
        if (captured != null) {
            try {
                captured.close();
            } catch (IOException ex) {
                LoggerFactory.getLogger(HttpExchange.class).warn("The body of a request was not let go of", ex);
            }
        }
    }
}
