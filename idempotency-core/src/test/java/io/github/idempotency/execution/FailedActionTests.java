package io.github.idempotency.execution;

import java.io.IOException;

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
