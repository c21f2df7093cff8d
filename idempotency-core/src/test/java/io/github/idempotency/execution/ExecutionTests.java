package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The end of an execution, and the owner that comes too late for it. */
class ExecutionTests {

    private static final Result MINE = result("mine");

    private final Engine engine = new Engine();

    @Test
    void anExecutionEndsOnce() {
        Execution completed = engine.begin(operation("a"));
        completed.complete(MINE);
        assertThatIllegalStateException().isThrownBy(() -> completed.complete(result("other")));
        assertThatIllegalStateException().isThrownBy(completed::fail);
        assertThatIllegalStateException().isThrownBy(completed::release);
        Execution released = engine.begin(operation("b"));
        released.release();
        assertThatIllegalStateException().isThrownBy(() -> released.complete(MINE));
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.STARTED, Type.RELEASED);
        assertThat(engine.record(operation("b")).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void irreversibleWorkThatIsKnownToHaveHadNoEffectIsReleased() {
        engine.begin(Engine.irreversible()).release();
        assertThat(engine.call(Engine.irreversible())).isEqualTo("run 1");
    }

    @Test
    void theEventThatEndsAnExecutionSaysHowLongItTook() {
        engine.begin(operation()).complete(MINE);
        assertThat(engine.events).first().extracting(IdempotencyEvent::elapsed).isNull();
        assertThat(engine.events).last().extracting(IdempotencyEvent::elapsed).isNotNull();
    }

    @Test
    void aPausedOwnerGetsTheAnswerOfTheOneThatTookOver() {
        Execution paused = engine.begin(operation());
        completeElsewhere("theirs");
        Optional<Replay> instead = paused.complete(MINE);
        assertThat(instead).map(replay -> text(replay.read(bytes -> bytes))).contains("theirs");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
        assertThat(engine.call(operation())).isEqualTo("theirs");
    }

    @Test
    void aPausedCallerSeesTheAuthoritativeAnswer() {
        String answer = engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
            completeElsewhere("theirs");
            return "mine";
        });
        assertThat(answer).isEqualTo("theirs");
    }

    @Test
    void aPausedOwnerIsRefusedWhileTheOneThatTookOverRuns() {
        Execution paused = engine.begin(operation());
        engine.clock.advance(Engine.LEASE);
        engine.claimElsewhere(operation());
        assertThat(engine.problem(() -> paused.complete(MINE))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(paused.context().leaseLost()).isTrue();
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void aPausedOwnerIsRefusedWhenTheOneThatTookOverGaveUp() {
        Execution paused = engine.begin(operation());
        engine.clock.advance(Engine.LEASE);
        engine.memory.release(
                operation().storeKey(), engine.claimElsewhere(operation()).token());
        assertThat(engine.problem(() -> paused.complete(MINE))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void aPausedOwnerOfIrreversibleWorkSettlesTheOutcomeThatNobodyElseKnows() {
        Execution paused = engine.begin(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.problem(() -> engine.call(Engine.irreversible())))
                .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(paused.complete(MINE)).isEmpty();
        assertThat(engine.call(Engine.irreversible())).isEqualTo("mine");
    }

    @Test
    void aPausedOwnerIsRefusedOnceSomebodyHasReconciledItsOutcome() {
        Execution paused = engine.begin(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        engine.problem(() -> engine.call(Engine.irreversible()));
        engine.call(Engine.irreversible().with(lost -> Reconciliation.happened("theirs")));
        Replay authoritative = paused.complete(MINE).orElseThrow();
        assertThat(ResultCodec.UTF_8.decode(authoritative.read(bytes -> bytes))).isEqualTo("theirs");
    }

    @Test
    void aLateOwnerThatNobodyTookOverStillCompletes() {
        Execution late = engine.begin(operation());
        engine.clock.advance(Engine.LEASE.multipliedBy(2));
        assertThat(late.complete(MINE)).isEmpty();
        assertThat(engine.call(operation())).isEqualTo("mine");
    }

    @Test
    void whereTheStoreHasForgottenTheKeyThereIsNoBetterAnswerThanTheOneJustMade() {
        Execution forgotten = engine.begin(operation());
        engine.clock.advance(IdempotencyPolicy.DEFAULT.ttl().plus(Engine.LEASE).plus(Duration.ofMillis(1)));
        assertThat(forgotten.complete(MINE)).isEmpty();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
    }

    @Test
    void aRejectedAnswerIsReplayedAsRejected() {
        engine.begin(operation()).complete(new Result(Outcome.REJECTED, MINE.bytes()));
        assertThat(engine.executor.begin(operation()))
                .isInstanceOfSatisfying(
                        Replay.class, replay -> assertThat(replay.outcome()).isEqualTo(Outcome.REJECTED));
    }

    private void completeElsewhere(String answer) {
        engine.clock.advance(Engine.LEASE);
        long token = engine.claimElsewhere(operation()).token();
        engine.memory.complete(operation().storeKey(), token, result(answer), Duration.ofHours(1));
    }

    private static Result result(String text) {
        return new Result(Outcome.SUCCEEDED, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
