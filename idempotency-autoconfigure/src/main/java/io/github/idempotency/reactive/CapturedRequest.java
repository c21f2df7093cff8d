package io.github.idempotency.reactive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.web.BodyKind;
import io.github.idempotency.web.BodyLimits;
import io.github.idempotency.web.ComparedBody;
import io.github.idempotency.web.HeldBytes;

/**
 * A request whose body can be fingerprinted whether or not it has been read for the handler, and read after that. What
 * goes by is held if it is to be parsed and fits into memory; otherwise it is hashed and not held. What nobody has read is
 * read ahead, and handed on to whoever reads it then.
 */
final class CapturedRequest extends ServerHttpRequestDecorator {

    private static final int BLOCK = 8 * 1024;

    private final Scheduler blocking;

    private final BodyLimits limits;

    private final @Nullable MediaType type;

    private final BodyKind kind;

    private final HeldBytes held;

    private final MessageDigest hash = Fingerprint.digest();

    private final @Nullable BoundaryHash multipart;

    private final @Nullable ComparedParts parts;

    private volatile boolean begun;

    private volatile boolean readAhead;

    private volatile boolean released;

    private boolean hashed;

    private long total;

    /** @param blocking where a body that does not fit into memory is written to a file, and read from it */
    CapturedRequest(ServerHttpRequest request, BodyLimits limits, Scheduler blocking) {
        super(request);
        this.blocking = blocking;
        this.limits = limits;
        this.type = type(request);
        this.kind = BodyKind.of(type);
        this.held = new HeldBytes(limits.inMemory(), request.getHeaders().getContentLength());
        this.multipart = kind == BodyKind.MULTIPART && type != null ? BoundaryHash.of(type, hash) : null;
        this.parts = multipart == null ? null : new ComparedParts(request.getHeaders(), limits.inMemory());
    }

    private static @Nullable MediaType type(ServerHttpRequest request) {
        try {
            return request.getHeaders().getContentType();
        } catch (InvalidMediaTypeException ex) {
            return null;
        }
    }

    @Nullable
    MediaType type() {
        return type;
    }

    BodyKind kind() {
        return kind;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> {
            if (readAhead) {
                return held.size() > limits.inMemory() ? again().subscribeOn(blocking) : again();
            }
            begun = true;
            return super.getBody().doOnNext(buffer -> count(BufferBytes.copy(buffer)));
        });
    }

    /** Reads what nobody has read; fails if that is more than may be held. */
    Mono<Void> readAhead() {
        if (limits.refused() && (getHeaders().getContentLength() > limits.inMemory() || total > limits.inMemory())) {
            return Mono.error(ComparedBody::tooLarge);
        }
        return begun || readAhead
                ? Mono.empty()
                : super.getBody()
                        .publishOn(blocking)
                        .<byte[]>handle(this::hold)
                        .then(Mono.fromRunnable(() -> readAhead = true));
    }

    private void hold(DataBuffer buffer, SynchronousSink<byte[]> sink) {
        byte[] bytes = BufferBytes.take(buffer);
        if (held.size() + bytes.length > limits.readable()) {
            sink.error(ComparedBody.tooLarge());
            return;
        }
        count(bytes);
        if (held.size() < total) {
            held.write(bytes, 0, bytes.length);
        }
    }

    private void count(byte[] bytes) {
        total += bytes.length;
        if (kind.isParsed() && total <= limits.inMemory()) {
            held.write(bytes, 0, bytes.length);
        } else {
            hash(bytes);
            if (parts != null) {
                parts.add(bytes);
            }
        }
    }

    private void hash(byte[] bytes) {
        if (!hashed) {
            hashed = true;
            hash.update(held.memory(), 0, (int) Math.min(held.size(), limits.inMemory()));
        }
        if (multipart != null) {
            multipart.update(bytes);
        } else {
            hash.update(bytes);
        }
    }

    /** Whether the whole body is at hand; otherwise only its hash is. */
    boolean isWhole() {
        return kind.isParsed() && total <= limits.inMemory();
    }

    /** The whole body, and room for more after it. */
    byte[] body() {
        return held.memory();
    }

    int length() {
        return (int) held.size();
    }

    /** Feeds the hash of the body. */
    void update(MessageDigest digest) {
        hash(new byte[0]);
        if (multipart != null) {
            multipart.end();
        }
        digest.update(hash.digest());
    }

    /** Feeds what is selected of a multipart body; false, and nothing is fed, if it is none or cannot be taken apart. */
    boolean updateParts(MessageDigest digest, ComparedBody compared, FieldSelection fields) {
        return parts != null && parts.update(digest, compared, fields);
    }

    private Flux<DataBuffer> again() {
        return Flux.generate(() -> 0L, (position, sink) -> {
            byte[] block = new byte[BLOCK];
            int count = read(position, block);
            if (count < 0) {
                sink.complete();
                return position;
            }
            DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(ByteBuffer.wrap(block, 0, count));
            sink.next(buffer);
            return position + count;
        });
    }

    private int read(long position, byte[] block) {
        if (released) {
            throw new IllegalStateException("The request has been answered, and its body let go of");
        }
        try {
            return held.read(position, block, 0, block.length);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Lets go of the body. */
    void release() {
        released = true;
        try {
            held.close();
        } catch (IOException ex) {
            LoggerFactory.getLogger(CapturedRequest.class).warn("The body of a request was not let go of", ex);
        }
    }
}
