package io.github.idempotency.app;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Streams that last as long as the test wants. */
@RestController
@RequestMapping("/streams")
class ReactiveStreamController {

    private final Effects effects;

    private final ReactiveFeeds feeds;

    ReactiveStreamController(Effects effects, ReactiveFeeds feeds) {
        this.effects = effects;
        this.feeds = feeds;
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> events(@RequestHeader("Idempotency-Key") String key) {
        return counted(key);
    }

    @Idempotent(scope = "impatient-events", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/impatient-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> impatientEvents(@RequestHeader("Idempotency-Key") String key) {
        return counted(key);
    }

    @Idempotent(scope = "row-events", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/row-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> rowEvents(@RequestHeader("Idempotency-Key") String key) {
        return counted(key);
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/entity-events")
    ResponseEntity<Flux<String>> entityEvents(@RequestHeader("Idempotency-Key") String key) {
        return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(counted(key));
    }

    @Idempotent
    @PostMapping(path = "/named-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> namedEvents(@RequestHeader("Idempotency-Key") String key) {
        return feeds.of(key)
                .map(text -> ServerSentEvent.builder(text)
                        .id("own-" + text)
                        .event("token")
                        .build());
    }

    private Flux<String> counted(String key) {
        return Flux.defer(() -> {
            effects.happen(key);
            return feeds.of(key);
        });
    }

    @Idempotent
    @PostMapping(path = "/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<ReactiveController.Receipt> lines(@RequestHeader("Idempotency-Key") String key) {
        return feeds.of(key).map(text -> new ReactiveController.Receipt(text, effects.happen(key)));
    }
}
