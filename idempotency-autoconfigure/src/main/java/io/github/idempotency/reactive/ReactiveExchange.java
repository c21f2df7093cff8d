package io.github.idempotency.reactive;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.ContextView;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;

/**
 * One request and its answer. The application serves it on a subscription of its own: a call that is not going to run is
 * answered here, and what would have served it is cancelled, so that neither a handler nor what is around it sees a failure;
 * and a caller who goes away ends work whose key is claimed only where its policy says so. Thread-safe.
 */
final class ReactiveExchange {

    private static final Logger log = LoggerFactory.getLogger(ReactiveExchange.class);

    private enum State {
        /** Nobody has asked for a key. */
        OPEN,
        /** The key is being looked for or claimed. */
        CLAIMING,
        /** An execution has begun. */
        ARMED,
        /** Another answer is given. */
        ANSWERED,
        /** The caller has gone before anything was done. */
        LEFT
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private final Disposable.Swap serving = Disposables.swap();

    private final Disposable.Swap answering = Disposables.swap();

    private final ServerWebExchange original;

    private final OuterHeaders outer;

    private final @Nullable CapturedRequest captured;

    private final ServedExchange served;

    private final ErrorAnswers errors;

    private final ExecutionEnd end;

    private final RecordedResponse response;

    private final MonoSink<Void> sink;

    private final AtomicInteger users = new AtomicInteger(1);

    private volatile boolean gone;

    ReactiveExchange(
            ServerWebExchange original, @Nullable CapturedRequest captured, ReactiveParts parts, MonoSink<Void> sink) {
        this.original = original;
        this.outer = new OuterHeaders(original.getResponse());
        this.captured = captured;
        this.errors = parts.errors();
        this.end = new ExecutionEnd(parts.settings(), parts.answers(), parts.threads());
        this.response = new RecordedResponse(original.getResponse(), this, end, parts.settings());
        this.served = new ServedExchange(original, captured, response, parts.codecs());
        this.sink = sink;
    }

    /** The exchange that the subscriber belongs to. */
    static Optional<ReactiveExchange> of(ContextView context) {
        return context.getOrEmpty(ReactiveExchange.class);
    }

    /** The same, which there has to be. */
    static ReactiveExchange required(ContextView context) {
        return of(context)
                .orElseThrow(() -> new IllegalStateException("A guarded handler was called outside an HTTP request, or"
                        + " without the IdempotencyWebFilter around it"));
    }

    ServerWebExchange exchange() {
        return original;
    }

    /** The request, if it carries a key. */
    Optional<CapturedRequest> captured() {
        return Optional.ofNullable(captured);
    }

    void serve(WebFilterChain chain) {
        sink.onCancel(this::leave);
        serving.update(chain.filter(served)
                .doOnError(end::unwritten)
                .onErrorResume(ex -> end.isOpen() ? errors.render(served, ex) : Mono.error(ex))
                .then(Mono.defer(response::finish))
                .onErrorResume(ex -> end.failed(ex).then(Mono.error(ex)))
                .doFinally(signal -> close())
                .contextWrite(context -> context.putAll(sink.contextView()).put(ReactiveExchange.class, this))
                .subscribe(nothing -> {}, this::fail, sink::success));
    }

    /** Begins to look for a key; false if an execution has begun already, or the caller has gone. */
    boolean claim() {
        return state.compareAndSet(State.OPEN, State.CLAIMING);
    }

    /** Whether it carries a key that nobody has asked for. */
    boolean isUnguarded() {
        return captured != null && state.get() == State.OPEN;
    }

    boolean armed() {
        return state.get() == State.ARMED;
    }

    /** Whether another answer is given than a handler's. */
    boolean answered() {
        return state.get() == State.ANSWERED;
    }

    /** No key is claimed after all. */
    void unclaim() {
        state.set(State.OPEN);
        if (gone) {
            leave();
        }
    }

    /**
     * From here on the answer is held back until the execution has ended.
     *
     * @return false if it has, because its caller has gone and nothing is done without him
     */
    boolean arm(Execution execution, Supplier<Optional<FrameRecorder>> recorder) {
        outer.remember();
        end.of(execution, recorder);
        state.set(State.ARMED);
        if (gone) {
            if (end.cancel(Execution::release)) {
                serving.dispose();
            } else {
                end.unheard(serving::dispose);
            }
        }
        return end.isOpen();
    }

    /** The handler has failed, and whoever answers for it need not tell. */
    void thrown(Throwable cause) {
        end.thrown(cause);
    }

    /** Somebody else answers, because an answer could not be written. */
    void unwritten(Throwable cause) {
        end.unwritten(cause);
    }

    /** Answers in place of a handler that is not going to run. */
    void answer(ReactiveAnswer answer) {
        state.set(State.ANSWERED);
        serving.dispose();
        answering.update(instead(answer)
                .contextWrite(context -> context.putAll(sink.contextView()))
                .subscribe(nothing -> {}, this::fail, sink::success));
    }

    /** Sends what an execution has ended with. */
    Mono<Void> send(Optional<ReactiveAnswer> other, Supplier<Mono<Void>> own) {
        if (gone) {
            return Mono.empty();
        }
        return other.isPresent() ? instead(other.get()) : own.get();
    }

    private Mono<Void> instead(ReactiveAnswer answer) {
        outer.restore();
        return answer.writeTo(original);
    }

    private void leave() {
        gone = true;
        answering.dispose();
        if (state.compareAndSet(State.OPEN, State.LEFT) || armed() && (end.cancel(Execution::fail) || !end.isOpen())) {
            serving.dispose();
        } else {
            end.unheard(serving::dispose);
        }
    }

    private void fail(Throwable ex) {
        if (gone) {
            log.debug("Work whose caller had gone has failed", ex);
        } else {
            sink.error(ex);
        }
    }

    /** The request is needed until another {@link #close}. */
    void retain() {
        users.incrementAndGet();
    }

    /** Lets go of the request, if nobody needs it any more. */
    void close() {
        if (users.decrementAndGet() == 0) {
            served.release();
            if (captured != null) {
                captured.release();
            }
        }
    }
}
