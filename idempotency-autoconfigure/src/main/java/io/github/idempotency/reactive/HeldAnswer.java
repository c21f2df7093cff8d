package io.github.idempotency.reactive;

import java.io.ByteArrayOutputStream;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** The body of an answer, held back until all of it is there, or more than is kept. Not thread-safe. */
final class HeldAnswer {

    private final long limit;

    private ByteArrayOutputStream held = new ByteArrayOutputStream();

    private boolean overflown;

    HeldAnswer(long limit) {
        this.limit = limit;
    }

    /** The body, of which nothing comes before it is known whether it is kept. */
    Flux<DataBuffer> of(Flux<? extends DataBuffer> body) {
        return body.<DataBuffer>handle(this::take).concatWith(Flux.defer(this::rest));
    }

    private void take(DataBuffer buffer, SynchronousSink<DataBuffer> sink) {
        if (overflown) {
            sink.next(buffer);
            return;
        }
        held.writeBytes(BufferBytes.take(buffer));
        if (held.size() > limit) {
            overflown = true;
            sink.next(DefaultDataBufferFactory.sharedInstance.wrap(held.toByteArray()));
            held = new ByteArrayOutputStream();
        }
    }

    private Flux<DataBuffer> rest() {
        return held.size() == 0 ? Flux.empty() : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes()));
    }

    /** Whether it is the whole body that is held. */
    boolean isWhole() {
        return !overflown;
    }

    byte[] bytes() {
        return held.toByteArray();
    }
}
