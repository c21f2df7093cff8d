package io.github.idempotency.sample.model;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalModelTests {

    private final LanguageModel model = new LocalModel(Duration.ZERO);

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
    void takesItsTime() {
        long start = System.nanoTime();
        new LocalModel(Duration.ofMillis(50)).complete("Hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }
}
