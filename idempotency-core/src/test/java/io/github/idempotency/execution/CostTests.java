package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Charged once per key, spent per executed attempt, avoided per replay; what nobody reports is unknown and not zero. */
class CostTests {

    private static final Currency EUR = Currency.getInstance("EUR");

    private static final Cost TEN = Cost.tokens("large", 10, 1);

    private static final Cost PRICED = Cost.tokens("priced", 5, 5).priced(new BigDecimal("0.25"), EUR, "v1");

    private final Engine engine = new Engine();

    private final RecordingLedger ledger = new RecordingLedger();

    private final IdempotentExecutor executor = engine.executor.charging(
            cost -> "priced".equals(cost.model()) && cost.amount() == null ? PRICED : cost, ledger);

    @Test
    void chargedWithTheFirstAnswerAndAvoidedByEveryReplay() {
        paying(operation(), TEN, Cost.tokens("priced", 5, 5));
        paying(operation(), TEN);
        paying(operation(), TEN);

        CostSum both = CostSum.of(TEN).plus(PRICED);
        assertThat(costs(Type.SPENT)).containsExactly(CostSum.of(TEN), CostSum.of(PRICED));
        assertThat(costs(Type.COMPLETED)).containsExactly(both);
        assertThat(costs(Type.REPLAYED)).containsExactly(both, both);
        assertThat(ledger.charged).containsOnlyKeys(operation().storeKey());
        assertThat(ledger.spent).extracting(Expense::cost).containsExactly(TEN, PRICED);
    }

    @Test
    void spentTwiceAndChargedOnceWhereTheFirstAttemptCrashed() {
        Execution crashed = (Execution) executor.begin(operation());
        crashed.context().recordCost(TEN);
        engine.clock.advance(Engine.LEASE.plusSeconds(1));

        paying(operation(), TEN);

        assertThat(ledger.spent).hasSize(2).extracting(Expense::token).doesNotHaveDuplicates();
        assertThat(ledger.charged.values()).containsExactly(List.of(last(ledger.spent)));
        assertThat(costs(Type.SPENT)).hasSize(2);
        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(TEN));
    }

    @Test
    void spentAndNotChargedWhereTheWorkFailed() {
        Execution failed = (Execution) executor.begin(operation());
        failed.context().recordCost(TEN);
        failed.fail();

        assertThat(ledger.spent).hasSize(1);
        assertThat(ledger.charged).isEmpty();
        assertThat(costs(Type.RELEASED)).containsExactly((CostSum) null);
    }

    @Test
    void unknownIsNotZero() {
        paying(operation(), Cost.unknown("large"), TEN);
        paying(operation("silent"));
        paying(operation("silent"));

        assertThat(costs(Type.COMPLETED))
                .containsExactly(CostSum.of(Cost.unknown("large")).plus(TEN), null);
        assertThat(costs(Type.COMPLETED).get(0).uncounted()).isOne();
        assertThat(costs(Type.REPLAYED)).containsExactly((CostSum) null);
        assertThat(ledger.charged).containsOnlyKeys(operation().storeKey());
    }

    @Test
    void nestedIsChargedToTheInnerKeyOnlyAndSavedByAReplayOfTheOuterOne() {
        nesting();
        nesting();

        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(PRICED), CostSum.of(TEN));
        assertThat(costs(Type.REPLAYED)).containsExactly(CostSum.of(TEN).plus(PRICED));
        assertThat(ledger.charged.get(operation().storeKey())).hasSize(1);
        assertThat(Particulars.of(engine.record(operation()).result()).cost()).isEqualTo(CostSum.of(TEN));
    }

    @Test
    void whatARetrySavesByReplayingAStepIsStillPartOfWhatItsOwnReplaySaves() {
        executor.execute(operation("step"), ResultCodec.UTF_8, () -> paid(PRICED));
        nesting();
        nesting();

        assertThat(costs(Type.REPLAYED))
                .containsExactly(CostSum.of(PRICED), CostSum.of(TEN).plus(PRICED));
    }

    @Test
    void aCompletionThatIsRepeatedChargesOnce() {
        Execution execution = (Execution) executor.begin(operation());
        execution.context().recordCost(TEN);
        engine.store.connection = OutageStore.Connection.REPLIES_ARE_LOST;
        execution.complete(new Result(Outcome.SUCCEEDED, new byte[0]));
        assertThat(ledger.charged).isEmpty();

        engine.store.connection = OutageStore.Connection.UP;
        engine.scheduler.tick();
        execution.context().recordCost(PRICED);

        assertThat(ledger.charged.values())
                .singleElement()
                .satisfies(all -> assertThat(all).hasSize(1));
        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(TEN));
        assertThat(ledger.spent).hasSize(2);
    }

    @Test
    void aLedgerThatCannotBeToldBreaksNoCall() {
        ledger.down = true;

        paying(operation(), TEN);

        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(TEN));
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.spend(new Expense(operation().storeKey(), 1, 1, "", TEN)));
    }

    @Test
    void aRecordWithoutCostAndTraceIsNoLarger() {
        paying(operation());

        assertThat(result(operation()).particulars()).isNull();
    }

    @Test
    void aReplayTellsWhereTheOriginalWasTraced() {
        TraceReference trace = new TraceReference("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        List<@Nullable TraceReference> told = new java.util.ArrayList<>();
        IdempotencyListener traced = new IdempotencyListener() {

            @Override
            public void on(IdempotencyEvent event) {
                if (event.type() == Type.REPLAYED) {
                    told.add(event.original());
                }
            }

            @Override
            public ObservedCall observe(IdempotentOperation operation) {
                return new ObservedCall() {

                    @Override
                    public Optional<TraceReference> trace() {
                        return Optional.of(trace);
                    }
                };
            }
        };
        IdempotentExecutor tracing = new IdempotentExecutor(engine.store, engine.keeper, traced);
        tracing.execute(operation(), ResultCodec.UTF_8, () -> "answer");
        tracing.execute(operation(), ResultCodec.UTF_8, () -> "answer");

        assertThat(told).containsExactly(trace);
        assertThat(result(operation()).particulars()).hasSize(2 + 24);
    }

    private Result result(IdempotentOperation operation) {
        IdempotencyRecord record = engine.record(operation);
        return Optional.ofNullable(record.result()).orElseThrow();
    }

    private void nesting() {
        executor.execute(operation(), ResultCodec.UTF_8, () -> {
            executor.execute(operation("step"), ResultCodec.UTF_8, () -> paid(PRICED));
            return paid(TEN);
        });
    }

    private void paying(IdempotentOperation operation, Cost... costs) {
        executor.execute(operation, ResultCodec.UTF_8, () -> paid(costs));
    }

    private static String paid(Cost... costs) {
        for (Cost cost : costs) {
            IdempotencyContext.current().recordCost(cost);
        }
        return "paid";
    }

    private List<@Nullable CostSum> costs(Type type) {
        return engine.events.stream()
                .filter(event -> event.type() == type)
                .map(IdempotencyEvent::cost)
                .toList();
    }

    private static Expense last(Iterable<Expense> expenses) {
        Expense last = null;
        for (Expense expense : expenses) {
            last = expense;
        }
        return Optional.ofNullable(last).orElseThrow();
    }
}
