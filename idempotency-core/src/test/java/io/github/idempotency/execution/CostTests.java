package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Charged once per key, spent per executed attempt, avoided per replay; what nobody reports is unknown and not zero. Broken on
 * purpose to see the deaths fail: where an expense does not say of which execution it is, what a crashed attempt has spent is lost;
 * where no replay charges, a key whose owner died after the answer is charged nothing; where a step is charged later, its call
 * goes on before that.
 */
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
        assertThat(charged()).containsOnlyKeys(operation().storeKey());
        assertThat(ledger.spent).extracting(Expense::cost).containsExactly(TEN, PRICED);
    }

    @Test
    void spentTwiceAndChargedOnceWhereTheFirstAttemptCrashed() {
        Execution crashed = (Execution) executor.begin(operation());
        crashed.context().recordCost(TEN);
        engine.clock.advance(Engine.LEASE.plusSeconds(1));

        paying(operation(), TEN);

        assertThat(ledger.spent).hasSize(2).extracting(Expense::token).doesNotHaveDuplicates();
        assertThat(charged().values()).containsExactly(List.of(last(ledger.spent)));
        assertThat(costs(Type.SPENT)).hasSize(2);
        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(TEN));
    }

    @Test
    void spentAndNotChargedWhereTheWorkFailed() {
        Execution failed = (Execution) executor.begin(operation());
        failed.context().recordCost(TEN);
        failed.fail();

        assertThat(ledger.spent).hasSize(1);
        assertThat(charged()).isEmpty();
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
        assertThat(charged()).containsOnlyKeys(operation().storeKey());
    }

    @Test
    void nestedIsChargedToTheInnerKeyOnlyAndSavedByAReplayOfTheOuterOne() {
        nesting();
        nesting();

        assertThat(costs(Type.COMPLETED)).containsExactly(CostSum.of(PRICED), CostSum.of(TEN));
        assertThat(costs(Type.REPLAYED)).containsExactly(CostSum.of(TEN).plus(PRICED));
        assertThat(charged().get(operation().storeKey())).hasSize(1);
        assertThat(Particulars.of(engine.record(operation()).result()).cost()).isEqualTo(CostSum.of(TEN));
    }

    /** Nobody asks for the inner one again once the outer one has an answer. */
    @Test
    void aCallWithinAnotherIsChargedBeforeThatGoesOn() {
        executor.execute(operation(), ResultCodec.UTF_8, () -> {
            paying(operation("step"), PRICED);
            assertThat(ledger.charged).containsOnlyKeys(operation("step").storeKey());
            assertThat(ledger.chargedBy).containsExactly(Thread.currentThread().getName());
            return "done";
        });
    }

    /** As where the call has the only connection of a pool in use. */
    @Test
    void aCallWithinAnotherThatCannotBeChargedNowIsChargedLater() {
        ledger.failures.set(1);
        executor.execute(operation(), ResultCodec.UTF_8, () -> {
            paying(operation("step"), PRICED);
            return "done";
        });
        assertThat(charged()).containsOnlyKeys(operation("step").storeKey());
        assertThat(ledger.chargedBy).containsExactly("idempotency-charges");
        assertThat(engine.keeper.uncharged()).isZero();
    }

    /** The thread that keeps leases waits for no ledger. */
    @Test
    void aCallWithinAnotherWhoseAnswerIsStoredLaterIsChargedLater() {
        executor.execute(operation(), ResultCodec.UTF_8, () -> {
            Execution step = (Execution) executor.begin(operation("step"));
            step.context().recordCost(TEN);
            engine.store.connection = OutageStore.Connection.REPLIES_ARE_LOST;
            step.complete(new Result(Outcome.SUCCEEDED, new byte[0]));
            engine.store.connection = OutageStore.Connection.UP;
            engine.scheduler.tick();
            return "done";
        });
        assertThat(charged()).containsOnlyKeys(operation("step").storeKey());
        assertThat(ledger.chargedBy).containsExactly("idempotency-charges");
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
        assertThat(charged()).isEmpty();

        engine.store.connection = OutageStore.Connection.UP;
        engine.scheduler.tick();
        execution.context().recordCost(PRICED);

        assertThat(charged().values())
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
        assertThat(charged()).isEmpty();
        assertThat(engine.keeper.uncharged()).isOne();
        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.spend(new Expense(operation().storeKey(), 1, 1, "", TEN)));
    }

    @Test
    void pricesThatFailBreakNoCallAndLeaveTheCostAsItWas() {
        List<CostPrices> broken = List.of(
                cost -> {
                    throw new IllegalStateException("no price today");
                },
                cost -> cost.priced(BigDecimal.ONE.negate(), EUR, "v1"),
                CostTests::none);
        for (CostPrices prices : broken) {
            IdempotentOperation operation = operation("broken " + broken.indexOf(prices));
            String answer = engine.executor
                    .charging(prices, ledger)
                    .execute(operation, ResultCodec.UTF_8, () -> paid(Cost.tokens("priced", 5, 5)));
            assertThat(answer).isEqualTo("paid");
        }
        assertThat(ledger.spent).hasSize(3).extracting(Expense::cost).containsOnly(Cost.tokens("priced", 5, 5));
    }

    @SuppressWarnings("NullAway")
    private static Cost none(Cost cost) {
        return null;
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

    /** Of these executions, whose answers are stored. */
    private Map<StoreKey, List<Expense>> charged() {
        engine.keeper.charges().drain(TimeUnit.MINUTES.toNanos(1));
        return ledger.charged;
    }

    @Test
    void nobodyWaitsForALedgerThatIsSlow() {
        ledger.slow = new CountDownLatch(1);
        paying(operation(), TEN);
        paying(operation("other"), TEN);
        assertThat(ledger.charged).isEmpty();

        ledger.slow.countDown();

        assertThat(engine.keeper.drain(Duration.ofMinutes(1))).isZero();
        assertThat(ledger.charged).hasSize(2);
        assertThat(engine.keeper.uncharged()).isZero();
    }

    @Test
    void chargesThatALedgerIsTooSlowForAreCounted() {
        LateCharges charges = new LateCharges(1);
        ledger.slow = new CountDownLatch(1);
        for (int key = 1; key <= 5; key++) {
            charges.add(ledger, List.of(new Expense(operation("key " + key).storeKey(), 1, 1, "", TEN)));
        }
        assertThat(charges.missing()).isEqualTo(3);
        ledger.slow.countDown();
        charges.drain(TimeUnit.MINUTES.toNanos(1));
        assertThat(ledger.charged).hasSize(2);
    }

    @Test
    void aStopThatDoesNotWaitForTheLedgerSaysWhatIsMissing() {
        LateCharges charges = new LateCharges(2);
        ledger.slow = new CountDownLatch(1);
        for (int key = 1; key <= 2; key++) {
            charges.add(ledger, List.of(new Expense(operation("key " + key).storeKey(), 1, 1, "", TEN)));
        }
        charges.drain(0);
        await().until(() -> charges.missing() == 2);
    }

    /** As of an application that is started again. The call would wait here if it charged the key itself. */
    @Test
    void nobodyWaitsForALedgerThatIsSlowAfterAStopEither() {
        engine.keeper.drain(Duration.ofMinutes(1));
        ledger.slow = new CountDownLatch(1);

        paying(operation(), TEN);

        assertThat(ledger.charged).isEmpty();
        ledger.slow.countDown();
        assertThat(charged()).containsOnlyKeys(operation().storeKey());
        assertThat(ledger.chargedBy).containsExactly("idempotency-charges");
        assertThat(engine.keeper.uncharged()).isZero();
    }

    /** The answer is stored by a process that has no time left to charge its key. */
    @Test
    void aKeyWhoseOwnerDiedAfterTheAnswerIsChargedByARetry() {
        diedBeforeTheCharge(operation("tokens"), TEN);
        diedBeforeTheCharge(operation("money"), PRICED);
        diedBeforeTheCharge(operation("unknown"), Cost.unknown("large"));
        assertThat(ledger.charged).isEmpty();

        for (int retry = 1; retry <= 2; retry++) {
            paying(operation("tokens"), TEN);
            paying(operation("money"), PRICED);
            paying(operation("unknown"), TEN);
        }

        assertThat(charged()).hasSize(3);
        assertThat(ledger.charged.values().stream().flatMap(List::stream))
                .containsExactly(
                        only(operation("tokens"), TEN),
                        only(operation("money"), PRICED),
                        only(operation("unknown"), Cost.unknown("large")));
        assertThat(ledger.asked).hasValue(3);
    }

    @Test
    void aKeyThatThisProcessHasChargedIsNotChargedWithEachReplay() {
        paying(operation(), TEN);
        paying(operation(), TEN);
        paying(operation(), TEN);

        assertThat(charged()).hasSize(1);
        assertThat(ledger.asked).hasValue(1);
    }

    /** As of an application that is started again. */
    @Test
    void whatAnotherProcessMayHaveChargedIsChargedAfterAStopToo() {
        diedBeforeTheCharge(operation(), TEN);
        engine.keeper.drain(Duration.ofMinutes(1));

        paying(operation(), TEN);

        assertThat(charged()).containsOnlyKeys(operation().storeKey());
        assertThat(engine.keeper.uncharged()).isZero();
    }

    private void diedBeforeTheCharge(IdempotentOperation operation, Cost... costs) {
        engine.executor.execute(operation, ResultCodec.UTF_8, () -> paid(costs));
    }

    private Expense only(IdempotentOperation operation, Cost cost) {
        return new Expense(operation.storeKey(), engine.record(operation).token(), 1, operation.scope(), cost);
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
