package io.github.idempotency.observation;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;

import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;

/** What Actuator and the console tell of costs, for this node and, once flushed, for the cluster. */
class CostTotalsTests {

    private final IdempotencyTotals totals = new IdempotencyTotals(Clock.systemUTC());

    @Test
    void whatWasSpentChargedAndAvoidedIsAddedUpByScope() {
        try (LeaseKeeper keeper = new LeaseKeeper()) {
            IdempotentExecutor executor = new IdempotentExecutor(
                    new InMemoryIdempotencyStore(),
                    keeper,
                    IdempotencyListener.all(of(totals, new CostTotals(totals))));
            IdempotentOperation operation = IdempotentOperation.of(new KeyScope("shop", "drafts", ""), "key");
            Cost cost = Cost.tokens("m", 100, 10).priced(new BigDecimal("0.0025"), Currency.getInstance("EUR"), "v1");
            for (int i = 0; i < 3; i++) {
                executor.execute(operation, ResultCodec.UTF_8, () -> {
                    IdempotencyContext.current().recordCost(cost);
                    return "draft";
                });
            }
        }
        CallCounts drafts = totals.total().ofScope("drafts");
        assertThat(drafts.amount("cost.spent.tokens")).isEqualTo(110);
        assertThat(drafts.amount("cost.spent.EUR")).isEqualTo(2_500);
        assertThat(drafts.amount("cost.charged.EUR")).isEqualTo(2_500);
        assertThat(drafts.amount("cost.avoided.EUR")).isEqualTo(5_000);
        assertThat(drafts.amount("cost.avoided.tokens")).isEqualTo(220);
        assertThat(drafts.replays()).isEqualTo(2);
    }
}
