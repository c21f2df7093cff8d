package io.github.idempotency.benchmark.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

    /** The second round was twice as slow for both: the ratio of the medians would be wrong, that of the rounds is not. */
    @Test
    void ratiosAreTakenRoundByRound() {
        Figures bare = new Figures("bare", List.of(10.0, 20.0, 10.0));
        Figures guarded = new Figures("guarded", List.of(11.0, 22.0, 12.0));
        assertThat(guarded.spread()).isEqualTo(new Spread(12, 11, 22));
        assertThat(guarded.over(bare)).isEqualTo(new Spread(1.1, 1.1, 1.2));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
    }
}
