package io.github.idempotency.outgoing;

import java.security.MessageDigest;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import reactor.core.publisher.Mono;

/** Reads what is one buffer, and lets through what is many, before anything is sent. */
final class KeyedOutput extends ClientHttpRequestDecorator {

    private final KeyedBody body;

    KeyedOutput(ClientHttpRequest output, KeyedBody body) {
        super(output);
        this.body = body;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> buffers) {
        if (!(buffers instanceof Mono<? extends DataBuffer> single)) {
            return Mono.defer(() -> {
                body.begin(getDelegate(), body.unread());
                return super.writeWith(buffers);
            });
        }
        return single.singleOptional().flatMap(buffer -> buffer.map(this::write).orElseGet(this::setComplete));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> buffers) {
        return Mono.defer(() -> {
            body.begin(getDelegate(), body.unread());
            return super.writeAndFlushWith(buffers);
        });
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> {
            body.begin(getDelegate(), RequestContent.of(body.request().url(), RequestContent.digest()));
            return super.setComplete();
        });
    }

    private Mono<Void> write(DataBuffer buffer) {
        MessageDigest digest = RequestContent.digest();
        try {
            try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
                parts.forEachRemaining(digest::update);
            }
            body.begin(getDelegate(), RequestContent.of(body.request().url(), digest));
        } catch (RuntimeException ex) {
            DataBufferUtils.release(buffer);
            return Mono.error(ex);
        }
        return super.writeWith(Mono.just(buffer));
    }
}
