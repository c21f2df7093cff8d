package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostPrices;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several costs of one execution whose process died between its answer and the charge. Broken on purpose to see it fail: with
 * the sum of the record told as the first of them, a ledger that lacks just that one has the others twice.
 */
class OwedChargesTests {

    private static final List<Cost> REPORTED = List.of(
            Cost.tokens("large", 10, 1),
            Cost.money(new BigDecimal("0.25"), Currency.getInstance("EUR")),
            Cost.tokens("small", 5, 5).priced(new BigDecimal("1.5"), Currency.getInstance("USD"), "v1"));

    private static final Cost UNKNOWN = Cost.unknown(null);

    private final Engine engine = new Engine();

    private final RecordingLedger ledger = new RecordingLedger();

    /** What the dead process was about to charge. */
    private final List<Expense> unsaid = new ArrayList<>();

    @Test
    void whatTheLedgerHasIsChargedAsItWas() {
        die(operation(), REPORTED, number -> true);
        assertThat(ledger.charged).isEmpty();

        retry(operation());
        retry(operation());

        assertThat(charged(operation())).containsExactlyElementsOf(REPORTED);
        assertThat(ledger.spent).hasSize(3).extracting(Expense::number).containsExactly(1, 2, 3);
        assertThat(ledger.asked).as("by each process once").hasValue(2);
    }

    @Test
    void whateverTheLedgerLacksIsUnknownAndNothingIsThereTwice() {
        for (int known = 0; known < 1 << REPORTED.size(); known++) {
            int bits = known;
            IdempotentOperation operation = operation("known " + known);
            die(operation, REPORTED, number -> isSet(bits, number));

            retry(operation);
            retry(operation);

            List<Cost> expected = new ArrayList<>();
            for (int number = 1; number <= REPORTED.size(); number++) {
                expected.add(isSet(known, number) ? REPORTED.get(number - 1) : UNKNOWN);
            }
            assertThat(charged(operation)).as("known %s", known).containsExactlyElementsOf(expected);
            assertThat(ledger.spent)
                    .filteredOn(expense -> expense.key().equals(operation.storeKey()))
                    .as("known %s", known)
                    .hasSize(3);
        }
    }

    private static boolean isSet(int bits, int number) {
        return (bits & 1 << number - 1) != 0;
    }

    /** Nobody asks for the step again once its call has an answer. */
    @Test
    void aStepOfAProcessThatDiedIsChargedBeforeItsCallGoesOn() {
        die(operation("step"), REPORTED, number -> true);
        LeaseKeeper keeper = new LeaseKeeper(new ManualScheduler());

        engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
            run(keeper, ledger, operation("step"), List.of());
            assertThat(ledger.chargedBy).containsExactly(Thread.currentThread().getName());
            return "done";
        });

        assertThat(charged(operation("step"))).containsExactlyElementsOf(REPORTED);
    }

    /** Slow, and taken for dead by the process that has replayed its answer. */
    @Test
    void whoeverWasOnlySlowChangesNothingAnyMore() {
        die(operation(), REPORTED, number -> number != 2);
        retry(operation());
        List<Cost> charged = charged(operation());

        ledger.charge(unsaid, null);

        assertThat(charged(operation())).isEqualTo(charged).containsExactly(REPORTED.get(0), UNKNOWN, REPORTED.get(2));
        assertThat(ledger.spent).hasSize(3);
    }

    @Test
    void whatItsOwnerHasChargedStaysAsItIs() {
        LeaseKeeper keeper = new LeaseKeeper(new ManualScheduler());
        run(keeper, ledger, operation(), REPORTED);
        end(keeper);

        retry(operation());

        assertThat(charged(operation())).containsExactlyElementsOf(REPORTED);
        assertThat(ledger.spent).hasSize(3);
        assertThat(ledger.asked).hasValue(2);
    }

    @Test
    void nothingIsChargedWhereNothingWasReportedOrMoreThanARecordIsBelieved() {
        die(operation("silent"), List.of(), number -> true);
        die(operation("loud"), Collections.nCopies(OwedCharges.MOST + 1, UNKNOWN), number -> true);

        retry(operation("silent"));
        retry(operation("loud"));

        assertThat(ledger.asked).hasValue(0);
    }

    /**
     * Stores its answer and charges nothing.
     *
     * @param known of which numbers the ledger was told when they were spent
     */
    private void die(IdempotentOperation operation, List<Cost> costs, IntPredicate known) {
        LeaseKeeper keeper = new LeaseKeeper(new ManualScheduler());
        CostLedger dying = new CostLedger() {

            @Override
            public void spend(Expense expense) {
                if (!known.test(expense.number())) {
                    throw new IllegalStateException("down");
                }
                ledger.spend(expense);
            }

            @Override
            public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
                unsaid.addAll(expenses);
            }

            @Override
            public boolean joins(IdempotencyStore store) {
                return false;
            }
        };
        run(keeper, dying, operation, costs);
        end(keeper);
    }

    /** By another process. */
    private void retry(IdempotentOperation operation) {
        LeaseKeeper keeper = new LeaseKeeper(new ManualScheduler());
        int runs = engine.runs.get();
        run(keeper, ledger, operation, List.of());
        end(keeper);
        assertThat(engine.runs).hasValue(runs);
    }

    private void run(LeaseKeeper keeper, CostLedger told, IdempotentOperation operation, List<Cost> costs) {
        new IdempotentExecutor(engine.store, keeper, IdempotencyListener.NO_OP)
                .charging(CostPrices.NONE, told)
                .execute(operation, ResultCodec.UTF_8, () -> {
                    engine.runs.incrementAndGet();
                    costs.forEach(IdempotencyContext.current()::recordCost);
                    return "paid";
                });
    }

    private static void end(LeaseKeeper keeper) {
        keeper.charges().drain(TimeUnit.MINUTES.toNanos(1));
    }

    private List<Cost> charged(IdempotentOperation operation) {
        return ledger.charged.get(operation.storeKey()).stream()
                .map(Expense::cost)
                .toList();
    }
}
