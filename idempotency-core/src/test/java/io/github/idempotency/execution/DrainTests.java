package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** An orderly stop of the process. */
class DrainTests {

    private static final Result MINE = new Result(Outcome.SUCCEEDED, "mine".getBytes());

    private final Engine engine = new Engine();

    @Test
    void aCallThatEndsInTimeIsWaitedFor() {
        Execution running = engine.begin(Engine.operation());
        CompletableFuture<Integer> givenUp =
                CompletableFuture.supplyAsync(() -> engine.keeper.drain(Duration.ofMinutes(2)));
        running.complete(MINE);
        assertThat(givenUp.join()).isZero();
        assertThat(engine.call(Engine.operation())).isEqualTo("mine");
    }

    @Test
    void repeatableWorkThatDoesNotEndIsReleasedForOthers() {
        Execution running = engine.begin(Engine.operation());
        assertThat(engine.keeper.drain(Duration.ZERO)).isOne();
        assertThat(running.context().leaseLost()).isTrue();
        assertThat(engine.call(Engine.operation())).isEqualTo("run 1");
        assertThat(running.complete(MINE))
                .hasValueSatisfying(replay -> assertThat(ResultCodec.UTF_8.decode(replay.read(bytes -> bytes)))
                        .isEqualTo("run 1"));
    }

    @Test
    void irreversibleWorkThatDoesNotEndIsLeftToItsLease() {
        engine.begin(Engine.irreversible());
        assertThat(engine.keeper.drain(Duration.ZERO)).isOne();
        assertThat(engine.record(Engine.irreversible()).state()).isEqualTo(RecordState.IN_PROGRESS);
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.problem(() -> engine.call(Engine.irreversible())))
                .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
    }

    @Test
    void aResultThatTheStoreHasNotTakenYetIsBroughtOnceMore() {
        Execution running = engine.begin(Engine.operation());
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        running.complete(MINE);
        engine.store.connection = OutageStore.Connection.UP;
        engine.keeper.drain(Duration.ZERO);
        assertThat(engine.call(Engine.operation())).isEqualTo("mine");
    }

    @Test
    void nothingInFlightIsNothingToWaitFor() {
        engine.call(Engine.operation());
        assertThat(engine.keeper.inFlight()).isZero();
        assertThat(engine.keeper.drain(Duration.ofMinutes(2))).isZero();
    }
}
