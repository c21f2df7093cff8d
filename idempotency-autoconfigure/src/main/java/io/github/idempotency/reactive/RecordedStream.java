package io.github.idempotency.reactive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.web.Frames;
import io.github.idempotency.web.StoredResponse;

/**
 * An answer that is sent bit by bit: every frame is recorded, without waiting for the store, and then sent. The execution
 * ends with the handler's publisher, and the caller sees the end when that has been stored. Without a place for frames the
 * answer is given all the same, and not retained.
 */
final class RecordedStream {

    private static final Logger log = LoggerFactory.getLogger(RecordedStream.class);

    private final Execution execution;

    private final @Nullable FrameRecorder recorder;

    private final int status;

    private final List<String> headers;

    private final Frames frames;

    private final StoreThreads threads;

    /** Whether it has been decided how it ends. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile boolean cancelled;

    private final Sinks.Empty<Void> timeout = Sinks.empty();

    private final TimeoutException overdue =
            new TimeoutException("The caller has gone, and the answer did not end within its drain-timeout");

    /**
     * Records status and headers.
     *
     * @param headers names, each followed by its value
     */
    RecordedStream(
            Execution execution,
            Optional<FrameRecorder> recorder,
            ServerHttpResponse response,
            List<String> headers,
            StoreThreads threads) {
        this.execution = execution;
        this.recorder = recorder.orElse(null);
        this.status = ExecutionEnd.status(response);
        this.headers = headers;
        this.threads = threads;
        String reference = recorder.map(kept -> kept.frames().reference()).orElse("");
        this.frames = recorder.isEmpty()
                ? Frames.of(null, reference, 1)
                : Frames.of(response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), reference, 1);
        record(StoredResponse.streamed(status, headers, 0));
    }

    /** What is sent of what the handler sends, each to be flushed. */
    Flux<Publisher<DataBuffer>> of(Flux<? extends Publisher<? extends DataBuffer>> body) {
        return body.takeUntilOther(timeout.asMono())
                .concatMap(this::framesOf, 1)
                .concatWith(Flux.defer(() -> Flux.fromIterable(frames.end())))
                .doOnNext(this::record)
                // That it was given up says nothing of the work's effect.
                .onErrorResume(ex -> failed(ex == overdue ? null : ex).then(Mono.error(ex)))
                .concatWith(Mono.defer(this::complete))
                .map(frame -> Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(frame)));
    }

    private Flux<byte[]> framesOf(Publisher<? extends DataBuffer> flushed) {
        return Flux.from(flushed)
                .concatMapIterable(buffer -> {
                    byte[] bytes = BufferBytes.take(buffer);
                    return frames.add(bytes, 0, bytes.length);
                })
                .concatWith(Flux.defer(() -> Flux.fromIterable(frames.flush())));
    }

    private void record(byte[] frame) {
        if (recorder != null) {
            recorder.append(frame);
        }
    }

    /** Another answer is or will be the key's if the claim was lost, so this one must not seem whole. */
    private Mono<byte[]> complete() {
        return end(this::isStored)
                .flatMap(stored -> stored
                        ? Mono.empty()
                        : Mono.error(new IOException("The stream that was sent has lost its claim")));
    }

    private boolean isStored() {
        Outcome outcome = ExecutionEnd.outcome(status);
        try {
            return recorder == null
                    ? execution.complete(Result.notRetained(outcome)).isEmpty()
                    : recorder.complete(outcome, count -> StoredResponse.streamed(status, headers, count))
                            .isEmpty();
        } catch (IdempotencyException ex) {
            log.debug("A stream that has been sent has lost its claim", ex);
            return false;
        }
    }

    private Mono<byte[]> failed(@Nullable Throwable cause) {
        return end(() -> {
                    if (recorder == null) {
                        ExecutionEnd.fail(execution, cause);
                    } else if (execution.policy().precedesEffect(cause)) {
                        recorder.release();
                    } else {
                        recorder.fail();
                    }
                    return true;
                })
                .then(Mono.empty());
    }

    private Mono<Boolean> end(Callable<Boolean> ending) {
        return ended.compareAndSet(false, true) ? threads.end(ending) : Mono.empty();
    }

    /**
     * The caller has gone. Says whether the producer is to go on all the same, for so long; otherwise the answer is broken
     * off.
     */
    boolean goesOn() {
        if (execution.policy().onCancel() == CancelPolicy.CANCEL && !ended.get()) {
            cancelled = true;
            failed(null).subscribe();
        }
        if (!cancelled) {
            execution.unheard(() -> timeout.tryEmitError(overdue));
        }
        return !cancelled;
    }
}
