package io.github.idempotency.benchmark.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GoalTests {

    @Test
    void theMedianDecidesAndTheTableSaysByHowMuchAGoalIsMissed() {
        Spread spread = Spread.of(List.of(0.7, 0.9, 1.4));
        Goal met = Goal.atLeast("enough", 0.9, spread);
        Goal tooLittle = Goal.atLeast("too little", 1.2, spread);
        Goal tooMuch = Goal.atMost("too much", 0.5, spread);
        assertThat(met.met()).isTrue();
        assertThat(tooLittle.met()).isFalse();
        assertThat(tooMuch.met()).isFalse();
        assertThat(Goal.sheet(List.of(met, tooLittle, tooMuch)).rows())
                .containsExactly(
                        List.of("enough", "≥ 0.90", "0.90 (0.70–1.40)", "met"),
                        List.of("too little", "≥ 1.20", "0.90 (0.70–1.40)", "**missed** by 25 %"),
                        List.of("too much", "≤ 0.50", "0.90 (0.70–1.40)", "**missed** by 80 %"));
    }

    @Test
    void whatMustNotHappenIsMissedWhenItHappensOnce() {
        assertThat(Goal.sheet(List.of(Goal.none("twice", 0), Goal.none("thrice", 1)))
                        .rows())
                .containsExactly(List.of("twice", "≤ 0", "0", "met"), List.of("thrice", "≤ 0", "1", "**missed**"));
    }
}
