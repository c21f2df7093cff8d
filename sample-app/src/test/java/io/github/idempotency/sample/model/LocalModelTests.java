package io.github.idempotency.sample.model;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class LocalModelTests {

    private final LanguageModel model = new LocalModel(Duration.ZERO, Duration.ZERO);

    @Test
    void saysThatItIsNoModel() {
        assertThat(model.complete("Hello").text()).contains("local stand-in");
    }

    @Test
    void answersDifferentlyEveryTime() {
        assertThat(model.complete("Hello").text())
                .isNotEqualTo(model.complete("Hello").text());
    }

    @Test
    void countsTokens() {
        assertThat(model.complete("one two three").tokens()).isGreaterThan(3);
    }

    @Test
    void streamsFortyTokensThatMakeOneAnswer() {
        Flux<String> stream = model.stream("Hello");
        List<String> tokens = stream.collectList().block();
        assertThat(tokens).hasSize(40);
        assertThat(String.join("", tokens)).contains("local stand-in").endsWith("twice.");
        assertThat(stream.collectList().block()).isNotEqualTo(tokens);
    }

    @Test
    void takesItsTime() {
        long start = System.nanoTime();
        new LocalModel(Duration.ofMillis(50), Duration.ZERO).complete("Hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
