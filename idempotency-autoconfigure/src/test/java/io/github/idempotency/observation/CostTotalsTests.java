package io.github.idempotency.observation;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreKey;

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
                    IdempotencyListener.all(List.of(totals, new CostTotals(totals))));
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
        assertThat(drafts.byName().keySet()).noneMatch(name -> name.startsWith("cost.unknown"));
    }

    /** A sum that lacks something looks like one that does not. */
    @Test
    void whatIsUnknownIsCountedAndNotTakenForNothing() {
        CostTotals costs = new CostTotals(totals);
        costs.on(spent(Cost.unknown("m")));
        costs.on(spent(Cost.unknown("m")));
        costs.on(spent(Cost.tokens("m", 100, 10)));
        costs.on(spent(Cost.money(BigDecimal.ONE, Currency.getInstance("EUR"))));
        CallCounts drafts = totals.total().ofScope("drafts");
        assertThat(drafts.amount("cost.unknown.spent.tokens")).isEqualTo(2);
        assertThat(drafts.amount("cost.unknown.spent.money")).isEqualTo(3);
        assertThat(drafts.amount("cost.spent.tokens")).isEqualTo(110);
    }

    /**
     * A few tokens of a small model cost less than half a millionth, and a million of such calls do not cost nothing. Broken on
     * purpose to see it fail: where the parts are read and written in two steps, some are lost.
     */
    @Test
    void whatIsLessThanAMillionthAddsUp() {
        Cost small = Cost.money(new BigDecimal("0.000000400001"), Currency.getInstance("EUR"));
        CostTotals costs = new CostTotals(totals);
        IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 2_500; i++) {
                        costs.on(spent(small));
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(totals.total().amount("cost.spent.EUR")).isEqualTo(4_000);
        for (int i = 0; i < 6; i++) {
            costs.on(spent(Cost.money(new BigDecimal("0.000000180000"), Currency.getInstance("EUR"))));
        }
        assertThat(totals.total().amount("cost.spent.EUR")).isEqualTo(4_001);
    }

    /** The sums were taken before the wait for whoever was telling: told late, they were less than what had been told. */
    @Test
    void noMinuteIsNegativeHoweverManyAsk() {
        AtomicLong minutes = new AtomicLong();
        IdempotencyTotals asked = new IdempotencyTotals(
                ((InstantSource) () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.getAndIncrement())))
                        .withZone(ZoneOffset.UTC));
        IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        asked.add("drafts", Layer.SERVICE, "added", 1);
                        assertThat(asked.lastHour().minutes())
                                .allMatch(minute -> minute.counts().amount("added") > 0);
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static IdempotencyEvent spent(Cost cost) {
        return new IdempotencyEvent(
                IdempotencyEvent.Type.SPENT,
                "drafts",
                Layer.SERVICE,
                StoreKey.of("a"),
                null,
                null,
                null,
                null,
                null,
                CostSum.of(cost),
                null);
    }
}
