package io.github.idempotency.actuate;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSource;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.RecordedCost;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What the endpoint says of a record's cost: unknown is null, and not zero. */
class RecordDescriptorTests {

    private static final IdempotentOperation OPERATION =
            IdempotentOperation.of(new KeyScope("test", "drafts", ""), "key");

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    private RecordDescriptor described(Cost... costs) {
        new IdempotentExecutor(store).execute(OPERATION, ResultCodec.UTF_8, () -> {
            for (Cost cost : costs) {
                IdempotencyContext.current().recordCost(cost);
            }
            return "draft";
        });
        return RecordDescriptor.of(
                OPERATION.storeKey(), store.find(OPERATION.storeKey()).orElseThrow());
    }

    @Test
    void whatIsChargedIsToldWithItsModelAndTheVersionOfItsPrices() {
        RecordedCost cost = requireNonNull(described(Cost.tokens("large", 100, 10)
                        .priced(new BigDecimal("12.500"), Currency.getInstance("EUR"), "v1"))
                .cost());

        assertThat(cost.amounts()).isEqualTo(Map.of("EUR", "12.5"));
        assertThat(cost.inputTokens()).isEqualTo(100);
        assertThat(cost.outputTokens()).isEqualTo(10);
        assertThat(cost.sources()).containsExactly(new CostSource("large", "v1"));
        assertThat(cost.unpriced()).isZero();
    }

    @Test
    void whatNobodyHasSaidIsUnknown() {
        RecordedCost cost = requireNonNull(described(Cost.unknown("large")).cost());

        assertThat(cost.inputTokens()).isNull();
        assertThat(cost.outputTokens()).isNull();
        assertThat(cost.amounts()).isEmpty();
        assertThat(cost.unpriced()).isOne();
        assertThat(cost.sources()).containsExactly(new CostSource("large", null));
    }

    @Test
    void whereNothingWasReportedThereIsNone() {
        assertThat(described().cost()).isNull();
    }

    @Test
    void aSourceThatThereIsNoRoomForIsLeftOut() {
        Cost first = Cost.unknown("a".repeat(200));
        RecordedCost cost =
                requireNonNull(described(first, Cost.unknown("b".repeat(200))).cost());

        assertThat(cost.reports()).isEqualTo(2);
        assertThat(cost.sources()).containsExactly(CostSource.of(first));
    }
}
