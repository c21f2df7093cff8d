package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an irreversible execution whose owner died. */
class ReconciliationTests {

    private final Engine engine = new Engine();

    @BeforeEach
    void anOwnerDies() {
        engine.begin(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        engine.events.clear();
    }

    @Test
    void withoutAReconcilerItsOutcomeStaysUnknown() {
        assertThat(engine.problem(() -> engine.call(Engine.irreversible())))
                .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.UNKNOWN);
    }

    @Test
    void whatHappenedIsAnsweredAndStoredWithoutRunning() {
        String answer = engine.call(Engine.irreversible().with(lost -> Reconciliation.happened("receipt")));
        assertThat(answer).isEqualTo("receipt");
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.RECONCILED, Type.COMPLETED);
        assertThat(engine.call(Engine.irreversible())).isEqualTo("receipt");
    }

    /** As an adapter does with an answer that is not to be stored. */
    @Test
    void whatHappenedIsNeverFreeAgain() {
        var asked = Engine.irreversible().with(lost -> Reconciliation.happened("receipt"));
        engine.begin(asked).release();
        assertThat(engine.record(asked).state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.call(asked)).isEqualTo("receipt");
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.RECONCILED, Type.LEFT_UNKNOWN, Type.RECONCILED, Type.COMPLETED);
    }

    @Test
    void whatDidNotHappenRuns() {
        String answer = engine.call(Engine.irreversible().with(lost -> Reconciliation.didNotHappen()));
        assertThat(answer).isEqualTo("run 1");
        assertThat(engine.record(Engine.irreversible()).attempt()).isEqualTo(2);
        assertThat(engine.types()).containsExactly(Type.TAKEN_OVER, Type.COMPLETED);
    }

    @Test
    void whoCannotTellChangesNothing() {
        var asked = Engine.irreversible().with(lost -> Reconciliation.cannotTell());
        assertThat(engine.problem(() -> engine.call(asked))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.record(asked).state()).isEqualTo(RecordState.UNKNOWN);
    }

    @Test
    void aReconcilerThatFailsCannotTell() {
        var asked = Engine.irreversible().with(lost -> {
            throw new IllegalStateException("the ledger is down");
        });
        assertThat(engine.problem(() -> engine.call(asked))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.record(asked).state()).isEqualTo(RecordState.UNKNOWN);
    }

    /** As a bean may, whatever its declaration says. */
    @Test
    void aReconcilerThatSaysNothingCannotTell() {
        var asked = Engine.irreversible().with(lost -> null);
        assertThat(engine.problem(() -> engine.call(asked))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void aReconcilerIsToldWhichExecutionIsMeant() {
        List<UnknownExecution> asked = new ArrayList<>();
        engine.call(Engine.irreversible().with(lost -> {
            asked.add(lost);
            return Reconciliation.didNotHappen();
        }));
        assertThat(asked).singleElement().satisfies(lost -> {
            assertThat(lost.key()).isEqualTo("key");
            assertThat(lost.storeKey()).isEqualTo(Engine.irreversible().storeKey());
            assertThat(lost.attempt()).isOne();
        });
    }

    /** Two ask at once, and both hear that nothing happened; only one of them runs. */
    @Test
    void ofSeveralAskersOneRuns() {
        var asked = Engine.irreversible().with(lost -> {
            engine.call(Engine.irreversible().with(inner -> Reconciliation.didNotHappen()));
            return Reconciliation.didNotHappen();
        });
        assertThat(engine.call(asked)).isEqualTo("run 1");
        assertThat(engine.runs).hasValue(1);
    }
}
