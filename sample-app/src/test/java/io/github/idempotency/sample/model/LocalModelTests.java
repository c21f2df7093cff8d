package io.github.idempotency.sample.model;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

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
    void streamsFortyTokensThatMakeOneAnswerAndThenCountsThem() {
        Flux<Completion> stream = model.stream("Hello");
        List<Completion> pieces = stream.collectList().block();
        assertThat(pieces).hasSize(41).last().isEqualTo(new Completion("", 1, 40));
        assertThat(pieces.stream().map(Completion::text).collect(Collectors.joining()))
                .contains("local stand-in")
                .endsWith("twice.");
        assertThat(stream.collectList().block()).isNotEqualTo(pieces);
    }

    @Test
    void takesItsTime() {
        long start = System.nanoTime();
        new LocalModel(Duration.ofMillis(50), Duration.ZERO).complete("Hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
