package io.github.idempotency.reactive;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.web.BodyKind;
import io.github.idempotency.web.ComparedBody;

/**
 * The parts of a multipart body, taken apart as it goes by: of each its hash is kept, and of one that is a document the
 * document, as long as they fit into memory. Not thread-safe.
 */
final class ComparedParts {

    private static final int MOST = 1000;

    private final Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();

    private final List<ComparedPart> parts = new ArrayList<>();

    private final MessageDigest hash = Fingerprint.digest();

    /** The document that is going by; null if it is none. */
    private @Nullable ByteArrayOutputStream document;

    /** For documents that are still to come. */
    private int room;

    private long size;

    private boolean begun;

    private boolean whole;

    private boolean failed;

    /** @param room bytes of documents that may be kept */
    ComparedParts(HttpHeaders headers, int room) {
        this.room = room;
        PartEventHttpMessageReader reader = new PartEventHttpMessageReader();
        reader.setMaxInMemorySize(room);
        reader.setMaxParts(MOST);
        reader.read(ResolvableType.forClass(PartEvent.class), message(headers), Map.of())
                .subscribe(this::take, ex -> failed = true, () -> whole = true);
    }

    private ReactiveHttpInputMessage message(HttpHeaders headers) {
        return new ReactiveHttpInputMessage() {

            @Override
            public Flux<DataBuffer> getBody() {
                return body.asFlux();
            }

            @Override
            public HttpHeaders getHeaders() {
                return headers;
            }
        };
    }

    void add(byte[] bytes) {
        if (!failed) {
            body.tryEmitNext(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
        }
    }

    private void take(PartEvent event) {
        if (!begun) {
            begun = true;
            document = BodyKind.of(ComparedPart.type(event)) == BodyKind.JSON ? new ByteArrayOutputStream() : null;
        }
        byte[] content = BufferBytes.take(event.content());
        size += content.length;
        hash.update(content);
        if (document != null) {
            if (size <= room) {
                document.writeBytes(content);
            } else {
                document = null;
            }
        }
        if (event.isLast()) {
            parts.add(ComparedPart.of(event, size, hash.digest(), document == null ? null : document.toByteArray()));
            room -= document == null ? 0 : document.size();
            begun = false;
            size = 0;
        }
    }

    /**
     * Feeds the parts that are selected, in their order, when the body has gone by.
     *
     * @return false if it could not be taken apart; nothing has been fed then
     */
    boolean update(MessageDigest digest, ComparedBody compared, FieldSelection fields) {
        body.tryEmitComplete();
        if (failed || !whole) {
            return false;
        }
        parts.forEach(part -> part.update(digest, compared, fields.member(part.name())));
        return true;
    }
}
