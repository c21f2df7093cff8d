package io.github.idempotency.reactive;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.NotAcceptableStatusException;
import reactor.core.publisher.Mono;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.IdempotencyHeaders;
import io.github.idempotency.web.ReplayHeaders;

/** How the execution of an exchange ends: once, by whoever comes first, on a thread that may wait. Thread-safe. */
final class ExecutionEnd {

    private final AtomicReference<@Nullable Execution> open = new AtomicReference<>();

    private final HttpSettings settings;

    private final ReactiveAnswers answers;

    private final StoreThreads threads;

    private volatile Supplier<Optional<FrameRecorder>> recorder = Optional::empty;

    /** What the handler ended with; its answer may be an exception handler's nevertheless. */
    private volatile @Nullable Throwable thrown;

    /** Whether the response is not what the handler has answered, which cannot be written. */
    private volatile boolean withheld;

    ExecutionEnd(HttpSettings settings, ReactiveAnswers answers, StoreThreads threads) {
        this.settings = settings;
        this.answers = answers;
        this.threads = threads;
    }

    /** @param recording where an answer is recorded that is given bit by bit, if anywhere */
    void of(Execution execution, Supplier<Optional<FrameRecorder>> recording) {
        recorder = recording;
        open.set(execution);
    }

    /** Whether it is still to come. */
    boolean isOpen() {
        return open.get() != null;
    }

    /** The execution that is to be ended; null if it has been, or somebody is about to. */
    @Nullable
    Execution current() {
        return open.get();
    }

    /** From here on the execution ends with a stream, if its status is one that is stored. */
    @Nullable
    RecordedStream stream(ServerHttpResponse response, List<String> headers) {
        Execution execution = open.get();
        if (execution == null
                || withheld
                || !settings.statuses().isStored(status(response))
                || !open.compareAndSet(execution, null)) {
            return null;
        }
        RecordedStream stream = new RecordedStream(execution, recorder.get(), response, headers, threads);
        response.getHeaders()
                .set(
                        IdempotencyHeaders.ORIGINAL_REQUEST_TIME,
                        execution.startedAt().toString());
        return stream;
    }

    void thrown(Throwable cause) {
        thrown = cause;
    }

    /** Nobody could write an answer. If that is the handler's, what it has done is done. */
    void unwritten(Throwable cause) {
        if (cause instanceof NotAcceptableStatusException && thrown == null && isOpen()) {
            withheld = true;
        }
    }

    /**
     * Ends the execution by its answer, before anybody sees it.
     *
     * @param result what is stored, if the status of the answer is
     * @return the answer to give instead, if there is one
     */
    Mono<Optional<ReactiveAnswer>> by(ServerHttpResponse response, Supplier<Result> result) {
        return threads.end(() -> {
            Execution ending = open.getAndSet(null);
            if (ending == null) {
                return Optional.empty();
            }
            try {
                return end(ending, response, result);
            } catch (RuntimeException ex) {
                // Nobody else ends it any more.
                if (!ending.hasEnded()) {
                    fail(ending, thrown);
                }
                throw ex;
            }
        });
    }

    private Optional<ReactiveAnswer> end(Execution ending, ServerHttpResponse response, Supplier<Result> result) {
        Optional<ReactiveAnswer> other = Optional.empty();
        int status = status(response);
        if (withheld) {
            other = complete(ending, Result.notRetained(Outcome.SUCCEEDED));
        } else if (settings.statuses().isStored(status)) {
            other = complete(ending, result.get());
        } else if (status >= 400 && status < 500) {
            ending.release();
        } else {
            fail(ending, thrown);
        }
        if (other.isEmpty() && !response.isCommitted()) {
            HttpHeaders headers = response.getHeaders();
            headers.set(
                    IdempotencyHeaders.ORIGINAL_REQUEST_TIME, ending.startedAt().toString());
            ending.expiresAt().ifPresent(at -> headers.set(IdempotencyHeaders.EXPIRES, ReplayHeaders.seconds(at)));
        }
        return other;
    }

    private Optional<ReactiveAnswer> complete(Execution ending, Result result) {
        try {
            return ending.complete(result).map(answers::replay);
        } catch (IdempotencyException ex) {
            return Optional.of(answers.refusal(ex));
        }
    }

    /** The caller has gone; runs that if the work has gone on for too long then. */
    void unheard(Runnable onTimeout) {
        Execution running = open.get();
        if (running != null) {
            running.unheard(() -> {
                Execution ending = open.getAndSet(null);
                if (ending != null) {
                    fail(ending, null);
                }
                onTimeout.run();
            });
        }
    }

    /** There is no answer. */
    Mono<Void> failed(Throwable cause) {
        return threads.end(() -> {
            Execution ending = open.getAndSet(null);
            if (ending != null && withheld) {
                complete(ending, Result.notRetained(Outcome.SUCCEEDED));
            } else if (ending != null) {
                fail(ending, cause);
            }
            return null;
        });
    }

    /**
     * Ends work whose caller has gone, unless it is to go on; not on this thread.
     *
     * @param ending how
     * @return false if there is no such work, or it is about to end by itself
     */
    boolean cancel(Consumer<Execution> ending) {
        Execution execution = open.get();
        if (execution == null
                || execution.policy().onCancel() != CancelPolicy.CANCEL
                || !open.compareAndSet(execution, null)) {
            return false;
        }
        threads.end(() -> {
                    ending.accept(execution);
                    return null;
                })
                .subscribe();
        return true;
    }

    static void fail(Execution ending, @Nullable Throwable cause) {
        if (ending.policy().precedesEffect(cause)) {
            ending.release();
        } else {
            ending.fail();
        }
    }

    static int status(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? 200 : status.value();
    }

    static Outcome outcome(int status) {
        return status < 400 ? Outcome.SUCCEEDED : Outcome.FAILED;
    }
}
