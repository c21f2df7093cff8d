package io.github.idempotency.benchmark.server;

import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** A model that thinks before it speaks. */
@RestController
public class StreamController {

    public static final String BARE = "/stream/bare";

    public static final String GUARDED = "/stream/guarded";

    private static final Flux<String> WORDS = Flux.just("What", "was", "asked", "for");

    @PostMapping(path = BARE, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> bare(@RequestParam int thinking) {
        return answer(thinking);
    }

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = GUARDED, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> guarded(@RequestParam int thinking) {
        return answer(thinking);
    }

    private static Flux<String> answer(int thinking) {
        return thinking == 0 ? WORDS : WORDS.delaySubscription(Duration.ofMillis(thinking));
    }
}
