package io.github.idempotency.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.store.IdempotencyStore;

/** Handlers that send their answer bit by bit. */
@RestController
@RequestMapping("/streams")
class StreamsController {

    private static final String KEY = "Idempotency-Key";

    private final Feed feed;

    private final IdempotencyStore store;

    StreamsController(Feed feed, IdempotencyStore store) {
        this.feed = feed;
        this.store = store;
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/sse")
    SseEmitter sse(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/sse-entity")
    ResponseEntity<SseEmitter> sseEntity(@RequestHeader(KEY) String key) {
        return ResponseEntity.status(202).eTag("v1").body(start(key, new SseEmitter(0L)));
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/emitter")
    ResponseBodyEmitter emitter(@RequestHeader(KEY) String key) {
        return start(key, new ResponseBodyEmitter(0L));
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/body")
    StreamingResponseBody body(@RequestHeader(KEY) String key) {
        return body -> write(key, body);
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/body-entity")
    ResponseEntity<StreamingResponseBody> bodyEntity(@RequestHeader(KEY) String key) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(body -> write(key, body));
    }

    // tag::flux[]
    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/flux-text", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> fluxText(@RequestHeader(KEY) String key) {
        return flux(key);
    }
    // end::flux[]

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/flux-events")
    Flux<ServerSentEvent<String>> fluxEvents(@RequestHeader(KEY) String key) {
        return flux(key)
                .map(piece -> ServerSentEvent.builder(piece).event("token").build());
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/flux-entity")
    ResponseEntity<Flux<String>> fluxEntity(@RequestHeader(KEY) String key) {
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(flux(key));
    }

    record Line(String text) {}

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/flux-lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<Line> fluxLines(@RequestHeader(KEY) String key) {
        return flux(key).map(Line::new);
    }

    /** Events with ids of the application's own. */
    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/own-ids")
    Flux<ServerSentEvent<String>> ownIds(@RequestHeader(KEY) String key) {
        return flux(key)
                .map(piece -> ServerSentEvent.builder(piece).id("own-" + piece).build());
    }

    @Idempotent
    @PostMapping("/refusing")
    SseEmitter refusing(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/irreversible")
    SseEmitter irreversible(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH, onCancel = CancelPolicy.CANCEL)
    @PostMapping("/cancelled")
    SseEmitter cancelled(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(scope = "impatient", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/impatient")
    SseEmitter impatient(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(scope = "impatient-body", effect = Effect.IRREVERSIBLE, onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/impatient-body")
    StreamingResponseBody impatientBody(@RequestHeader(KEY) String key) {
        return body -> write(key, body);
    }

    @Idempotent(scope = "small", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/small")
    SseEmitter small(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(0L));
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/timing-out")
    SseEmitter timingOut(@RequestHeader(KEY) String key) {
        return start(key, new SseEmitter(1L));
    }

    /** The servlet way, without a dispatch, by one whose claim is lost before it has ended. */
    @Idempotent
    @PostMapping("/lost")
    void lost(@RequestHeader(KEY) String key, HttpServletRequest request) {
        IdempotencyContext claim = IdempotencyContext.current();
        AsyncContext context = request.startAsync();
        new Thread(() -> {
                    try {
                        write(key, context.getResponse().getOutputStream());
                    } catch (IOException ex) {
                        throw new UncheckedIOException(ex);
                    }
                    store.release(claim.storeKey(), claim.fencingToken());
                    context.complete();
                })
                .start();
    }

    /** No stream at all. */
    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/plain")
    String plain(@RequestHeader(KEY) String key) throws Exception {
        StringBuilder all = new StringBuilder();
        feed.run(key, all::append);
        return all.toString();
    }

    private <E extends ResponseBodyEmitter> E start(String key, E emitter) {
        new Thread(() -> {
                    try {
                        feed.run(key, emitter::send);
                        emitter.complete();
                    } catch (Exception ex) {
                        emitter.completeWithError(ex);
                    }
                })
                .start();
        return emitter;
    }

    private void write(String key, OutputStream body) {
        try {
            feed.run(key, piece -> {
                // Spring MVC does not flush; a container does when its buffer is full.
                body.write(piece.getBytes(StandardCharsets.UTF_8));
                body.write(new byte[20_000]);
            });
        } catch (RuntimeException ex) {
            throw ex;
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    private Flux<String> flux(String key) {
        return Flux.create(sink -> new Thread(() -> {
                    try {
                        feed.run(key, sink::next);
                        sink.complete();
                    } catch (Exception ex) {
                        sink.error(ex);
                    }
                })
                .start());
    }
}
