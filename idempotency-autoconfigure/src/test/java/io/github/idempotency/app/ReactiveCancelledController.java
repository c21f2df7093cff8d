package io.github.idempotency.app;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Guarded reactive handlers whose work is cancelled when its caller goes away. */
@RestController
@RequestMapping("/cancelled")
class ReactiveCancelledController {

    private final Effects effects;

    private final ReactiveGates gates;

    private final ReactiveFeeds feeds;

    ReactiveCancelledController(Effects effects, ReactiveGates gates, ReactiveFeeds feeds) {
        this.effects = effects;
        this.gates = gates;
        this.feeds = feeds;
    }

    private Mono<String> work(String key) {
        return Mono.defer(() -> {
            int times = effects.happen(key);
            return gates.pass(key).thenReturn("times " + times);
        });
    }

    private Flux<String> stream(String key) {
        return Flux.defer(() -> {
            effects.happen(key);
            return feeds.of(key);
        });
    }

    @Idempotent(onCancel = CancelPolicy.CANCEL)
    @PostMapping("/work")
    Mono<String> repeatable(@RequestHeader("Idempotency-Key") String key) {
        return work(key);
    }

    @Idempotent(onCancel = CancelPolicy.CANCEL, effect = Effect.IRREVERSIBLE)
    @PostMapping("/for-good")
    Mono<String> forGood(@RequestHeader("Idempotency-Key") String key) {
        return work(key);
    }

    @Idempotent(onCancel = CancelPolicy.CANCEL, onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> events(@RequestHeader("Idempotency-Key") String key) {
        return stream(key);
    }

    @Idempotent(onCancel = CancelPolicy.CANCEL, effect = Effect.IRREVERSIBLE)
    @PostMapping(path = "/events-for-good", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> eventsForGood(@RequestHeader("Idempotency-Key") String key) {
        return stream(key);
    }
}
