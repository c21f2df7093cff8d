package io.github.idempotency.reactive;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.ReactiveApplication;
import io.github.idempotency.app.ReactiveStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** In memory. */
@SpringBootTest(
        classes = ReactiveApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "idempotency.store=memory",
            "idempotency.anonymous=shared",
            "spring.application.name=shop",
            "idempotency.web.replay-pace=1ms",
            "idempotency.scopes.impatient-events.drain-timeout=1ms",
        })
class ReactiveStreamsITests extends ReactiveStreamsCase {

    /** Negative control: without the bound the producer is never cancelled, and what is attached waits for it. */
    @Test
    void aProducerRunsOnWithoutItsCallerForSoLong() {
        try (ReactiveStream stream = stream("impatient-events")) {
            feeds.send(key, "one");
            stream.until("data:one");
            try (ReactiveStream attached = stream("impatient-events")) {
                attached.until("data:one");
                stream.close();
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    feeds.send(key, "more");
                    assertThat(feeds.wasCancelled(key)).isTrue();
                });
                assertThat(attached.body()).contains("event: error");
            }
        }
        feeds.end(key);
        try (ReactiveStream retry = stream("impatient-events")) {
            assertThat(retry.body()).contains("data:one");
            assertThat(retry.text()).doesNotContainIgnoringCase("idempotent-replayed");
        }
        assertThat(effects.of(key)).isEqualTo(2);
    }
}
