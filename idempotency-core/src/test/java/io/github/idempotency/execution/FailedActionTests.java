package io.github.idempotency.execution;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.execution.Engine.irreversible;
import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is left under the key when the action throws. */
class FailedActionTests {

    private final Engine engine = new Engine();

    @Test
    void repeatableWorkIsFreeAgainAndTheNextAttemptRuns() {
        assertThatThrownBy(() -> fail(operation(), new IllegalStateException("model overloaded")))
                .hasMessage("model overloaded");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.RELEASED);
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.record(operation()).attempt()).isEqualTo(2);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.RELEASED, Type.STARTED, Type.COMPLETED);
    }

    @Test
    void irreversibleWorkIsLeftUnknownAndNeverRunAgain() {
        assertThatThrownBy(() -> fail(irreversible(), new IllegalStateException("timeout")))
                .hasMessage("timeout");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.problem(() -> engine.call(irreversible()))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LEFT_UNKNOWN, Type.UNKNOWN);
    }

    @Test
    void irreversibleWorkIsFreeAgainAfterAnExceptionThatPrecedesItsEffect() {
        IdempotentOperation operation =
                irreversible().with(irreversible().policy().withReleaseOn(Set.of(IOException.class)));
        assertThatThrownBy(() -> fail(operation, new FileNotFoundException("no such card")))
                .hasMessage("no such card");
        assertThat(engine.record(operation).state()).isEqualTo(RecordState.RELEASED);
        assertThatThrownBy(() -> fail(operation, new IllegalStateException("timeout")))
                .hasMessage("timeout");
        assertThat(engine.record(operation).state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.RELEASED, Type.STARTED, Type.LEFT_UNKNOWN);
    }

    @Test
    void aStoreWithoutTransactionsRunsNoJoinedAction() {
        IdempotentOperation joined = operation().with(IdempotencyPolicy.DEFAULT.withTransactional(true));
        assertThatThrownBy(() -> engine.call(joined))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keeps its records where no other writes commit with them");
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.record(joined).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void checkedExceptionsPassAsTheyAre() {
        var failure = new IOException("disk full");
        assertThatThrownBy(() -> fail(operation(), failure)).isSameAs(failure);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.RELEASED);
    }

    @Test
    void errorsEndTheExecutionToo() {
        var failure = new AssertionError();
        assertThatThrownBy(() -> fail(operation(), failure)).isSameAs(failure);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.RELEASED);
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void theActionsExceptionIsSeenEvenIfTheStoreCannotBeTold() {
        var failure = new IOException("disk full");
        assertThatThrownBy(() -> engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
                    engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
                    throw failure;
                }))
                .isSameAs(failure)
                .hasNoSuppressedExceptions();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.STORE_ERROR);
        // Nobody renews it, so it ends with its lease.
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void aFailedOwnerThatWasTakenOverLeavesTheNewOwnerAlone() {
        Execution paused = engine.begin(operation());
        engine.clock.advance(Engine.LEASE);
        long owner = engine.claimElsewhere(operation()).token();
        paused.fail();
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(engine.record(operation()).token()).isEqualTo(owner);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
    }

    private <X extends Throwable> void fail(IdempotentOperation operation, X failure) throws X {
        engine.executor.<String, X>execute(operation, ResultCodec.UTF_8, () -> {
            throw failure;
        });
    }
}
