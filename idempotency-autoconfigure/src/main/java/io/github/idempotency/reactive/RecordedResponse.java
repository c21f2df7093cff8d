package io.github.idempotency.reactive;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.store.Result;
import io.github.idempotency.web.HttpSettings;
import io.github.idempotency.web.StoredResponse;

/**
 * A response that is dormant, as good as not there, until it is armed; then the answer is held back until the execution
 * has ended, unless it is a stream. Whether it is armed is known only when the first of the body comes: what is written may
 * be what the guarded handler is still to yield.
 */
final class RecordedResponse extends ServerHttpResponseDecorator {

    private final ReactiveExchange exchange;

    private final ExecutionEnd end;

    private final HttpSettings settings;

    RecordedResponse(ServerHttpResponse response, ReactiveExchange exchange, ExecutionEnd end, HttpSettings settings) {
        super(response);
        this.exchange = exchange;
        this.end = end;
        this.settings = settings;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return body instanceof Mono<? extends DataBuffer> mono
                ? mono.map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(buffer -> write(Mono.justOrEmpty(buffer)))
                        .doOnError(ex -> getHeaders().clearContentHeaders())
                : onceBegun(Flux.from(body), this::write);
    }

    private Mono<Void> write(Publisher<? extends DataBuffer> body) {
        Execution execution = end.current();
        if (execution != null && AnswerHeaders.areOfEvents(getHeaders())) {
            return writeAndFlushWith(Flux.from(body).map(Mono::just));
        }
        return execution == null
                ? getDelegate().writeWith(body)
                : whole(Flux.from(body), execution.policy().maxResultSize());
    }

    /** A stream. Its handler is not told that its caller has gone, unless its policy says so. */
    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        AtomicReference<@Nullable RecordedStream> recording = new AtomicReference<>();
        Flux<Publisher<? extends DataBuffer>> sent = Flux.<Publisher<? extends DataBuffer>>from(body)
                .switchOnFirst((first, begun) -> {
                    RecordedStream stream =
                            first.isOnError() ? null : end.stream(this, AnswerHeaders.recorded(getHeaders(), settings));
                    if (stream == null) {
                        return begun;
                    }
                    recording.set(stream);
                    exchange.retain();
                    return stream.of(begun).doFinally(signal -> exchange.close());
                });
        DrainedFlux<Publisher<? extends DataBuffer>> drained = new DrainedFlux<>(sent, () -> {
            RecordedStream stream = recording.get();
            return stream != null && stream.goesOn();
        });
        // A connection that has gone before the first frame takes none, and tells only who writes.
        return getDelegate().writeAndFlushWith(drained).doOnError(ex -> drained.leave());
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> end.isOpen() ? finish() : getDelegate().setComplete());
    }

    /** The handler is done: if it has not written a body, its answer has none. */
    Mono<Void> finish() {
        return end.isOpen() ? whole(Flux.empty(), 0) : Mono.empty();
    }

    /** What is to be done with a body, as soon as there is something of it; nothing if it begins with an error. */
    private <T> Mono<Void> onceBegun(Flux<T> body, Function<Flux<T>, Mono<Void>> writing) {
        return body.switchOnFirst((first, begun) -> first.isOnError() ? begun.then() : writing.apply(begun))
                .doOnError(ex -> getHeaders().clearContentHeaders())
                .then();
    }

    private Mono<Void> whole(Flux<? extends DataBuffer> body, long limit) {
        HeldAnswer held = new HeldAnswer(limit);
        return onceBegun(
                held.of(body),
                kept -> end.by(this, () -> result(held))
                        .flatMap(other -> exchange.send(other, () -> send(held, kept))));
    }

    private Mono<Void> send(HeldAnswer held, Flux<DataBuffer> sent) {
        if (!held.isWhole()) {
            return getDelegate().writeWith(sent);
        }
        byte[] body = held.bytes();
        if (body.length == 0) {
            return getDelegate().setComplete();
        }
        getHeaders().setContentLength(body.length);
        return getDelegate().writeWith(sent.next());
    }

    private Result result(HeldAnswer held) {
        int status = ExecutionEnd.status(this);
        if (!held.isWhole()) {
            return Result.notRetained(ExecutionEnd.outcome(status));
        }
        byte[] body = held.bytes();
        byte[] stored = StoredResponse.whole(
                status, AnswerHeaders.recorded(getHeaders(), settings), body.length, buffer -> buffer.put(body));
        return new Result(ExecutionEnd.outcome(status), stored);
    }
}
