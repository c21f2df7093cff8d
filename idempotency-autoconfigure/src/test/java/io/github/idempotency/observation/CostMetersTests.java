package io.github.idempotency.observation;

import java.math.BigDecimal;
import java.util.Currency;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

class CostMetersTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentExecutor executor =
            new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, new MeterIdempotencyListener(registry));

    private final IdempotentOperation operation =
            IdempotentOperation.of(new KeyScope("shop", "orders", ""), "key").with(Layer.STEP);

    @AfterEach
    void stop() {
        keeper.close();
    }

    private void call(Cost... costs) {
        executor.execute(operation, ResultCodec.UTF_8, () -> {
            for (Cost cost : costs) {
                IdempotencyContext.current().recordCost(cost);
            }
            return "answer";
        });
    }

    private double sum(String meter, String... tags) {
        return registry.get(meter)
                .tags("scope", "orders", "layer", "step")
                .tags(tags)
                .counter()
                .count();
    }

    @Test
    void spentAndChargedOnceAndAvoidedByEveryReplay() {
        Cost priced = Cost.tokens("m", 100, 10).priced(new BigDecimal("0.25"), Currency.getInstance("EUR"), "v1");
        call(priced, Cost.tokens("m", 1, 1));
        call();
        call();

        assertThat(sum("idempotency.cost.tokens", "cost", "spent", "direction", "input"))
                .isEqualTo(101);
        assertThat(sum("idempotency.cost.tokens", "cost", "charged", "direction", "output"))
                .isEqualTo(11);
        assertThat(sum("idempotency.cost.tokens", "cost", "avoided", "direction", "input"))
                .isEqualTo(202);
        assertThat(sum("idempotency.cost.money", "cost", "charged", "currency", "EUR"))
                .isEqualTo(0.25);
        assertThat(sum("idempotency.cost.money", "cost", "avoided", "currency", "EUR"))
                .isEqualTo(0.5);
        assertThat(sum("idempotency.cost.unknown", "cost", "avoided", "lacking", "money"))
                .isEqualTo(2);
        assertThat(registry.find("idempotency.calls").tag("outcome", "spent").counter())
                .isNull();
    }

    @Test
    void unknownIsNotZero() {
        call(Cost.unknown("m"));

        assertThat(sum("idempotency.cost.unknown", "cost", "charged", "lacking", "tokens"))
                .isEqualTo(1);
        assertThat(registry.find("idempotency.cost.money").counter()).isNull();
    }

    @Test
    void whatReportsNoCostHasNone() {
        call();

        assertThat(registry.find("idempotency.cost.tokens").counter()).isNull();
    }
}
