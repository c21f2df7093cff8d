package io.github.idempotency.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.benchmark.Plan.Contender;
import io.github.idempotency.benchmark.report.Figures;

import static org.assertj.core.api.Assertions.assertThat;

class PlanTests {

    @Test
    void roundsAlternateAndWarmUpsAreNotCounted() throws Exception {
        List<String> order = new ArrayList<>();
        Plan plan = new Plan(1, 2, 1, Duration.ZERO, 1);
        assertThat(plan.alternate(List.of(contender("a", order), contender("b", order))))
                .containsExactly(new Figures("a", List.of(3.0, 6.0)), new Figures("b", List.of(4.0, 5.0)));
        assertThat(order).containsExactly("b", "a", "a", "b", "b", "a");
    }

    private static Contender contender(String name, List<String> order) {
        return new Contender(name, () -> {
            order.add(name);
            return order.size();
        });
    }
}
