package io.github.idempotency.benchmark.scale.app;

import java.time.Duration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** A model that says a word now and then; where there is no Reactor it says nothing. */
@RestController
@ConditionalOnClass(name = "reactor.core.publisher.Flux")
public class StreamedController {

    public static final String STREAM = "/stream";

    private static final int WORDS = 20;

    @Idempotent(onInProgress = InProgressPolicy.ATTACH)
    @PostMapping(path = STREAM, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> stream(@RequestParam int millis) {
        return Flux.range(0, WORDS).map(word -> "word " + word).delayElements(Duration.ofMillis(millis / WORDS));
    }
}
