package io.github.idempotency.execution;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.OutageStore.Connection;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

class LeaseKeeperTests {

    private final Engine engine = new Engine();

    @Test
    void aClaimIsVisitedAtAThirdOfItsLease() {
        engine.begin(operation());
        assertThat(engine.scheduler.active()).singleElement().satisfies(visits -> {
            assertThat(visits.initialMillis).isEqualTo(10_000);
            assertThat(visits.periodMillis).isEqualTo(10_000);
        });
    }

    @Test
    void theShortestLeaseIsVisitedEveryMillisecond() {
        engine.begin(operation().with(IdempotencyPolicy.DEFAULT.withLease(Duration.ofMillis(1))));
        assertThat(engine.scheduler.active())
                .singleElement()
                .satisfies(visits -> assertThat(visits.periodMillis).isEqualTo(1));
    }

    @Test
    void aVisitedClaimOutlivesItsFirstLease() {
        engine.begin(operation());
        for (int visit = 0; visit < 10; visit++) {
            engine.clock.advance(Engine.LEASE.dividedBy(3));
            engine.scheduler.tick();
        }
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void twoVisitsInARowMayFail() {
        engine.begin(operation());
        engine.store.connection = Connection.NOTHING_ARRIVES;
        for (int visit = 0; visit < 2; visit++) {
            engine.clock.advance(Engine.LEASE.dividedBy(3));
            engine.scheduler.tick();
        }
        engine.store.connection = Connection.UP;
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        engine.scheduler.tick();
        engine.clock.advance(Engine.LEASE.dividedBy(3).multipliedBy(2));
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void visitsStopWhenTheExecutionEnds() {
        engine.begin(operation("a")).complete(Result.notRetained(Outcome.SUCCEEDED));
        engine.begin(operation("b")).fail();
        engine.begin(operation("c")).release();
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void aLostLeaseIsToldOnce() {
        Execution running = engine.begin(operation());
        engine.clock.advance(Engine.LEASE);
        engine.claimElsewhere(operation());
        assertThat(running.context().leaseLost()).isFalse();
        engine.scheduler.tick();
        engine.scheduler.tick();
        assertThat(running.context().leaseLost()).isTrue();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
        assertThat(engine.scheduler.active()).isEmpty();
        assertThat(engine.problem(() -> running.complete(Result.notRetained(Outcome.SUCCEEDED))))
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
    }

    @Test
    void aFailedVisitIsNoLostLease() {
        Execution running = engine.begin(operation());
        engine.store.connection = Connection.NOTHING_ARRIVES;
        engine.scheduler.tick();
        assertThat(running.context().leaseLost()).isFalse();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.STORE_ERROR);
    }

    @Test
    void aClosedKeeperVisitsNothingAndCallsStillRun() {
        try (LeaseKeeper keeper = new LeaseKeeper()) {
            keeper.close();
            var executor = new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, IdempotencyListener.NO_OP);
            assertThat(executor.execute(operation(), ResultCodec.UTF_8, () -> "answer"))
                    .isEqualTo("answer");
            assertThat(executor.execute(operation(), ResultCodec.UTF_8, () -> "again"))
                    .isEqualTo("answer");
        }
    }

    @Test
    void closingShutsTheSchedulerDown() {
        new LeaseKeeper(engine.scheduler).close();
        assertThat(engine.scheduler.isShutdown()).isTrue();
        assertThat(engine.call(operation())).isEqualTo("run 1");
    }

    @Test
    void aClaimWhoseThreadIsGoneIsLeftToItsLease() throws InterruptedException {
        Execution abandoned = engine.begin(Engine.operation());
        Thread runner = new Thread(() -> abandoned.call(() -> "never ended"));
        runner.start();
        runner.join();
        engine.scheduler.tick();
        assertThat(engine.scheduler.active()).isEmpty();
        assertThat(engine.store.asked).containsExactly("claim");
    }

    @Test
    void aClaimWhoseActionGoesOnElsewhereIsVisitedUntilItEnds() throws InterruptedException {
        Execution execution = engine.begin(Engine.operation());
        Thread runner = new Thread(() -> {
            execution.call(() -> "to be ended elsewhere");
            execution.continueElsewhere();
        });
        runner.start();
        runner.join();
        engine.scheduler.tick();
        assertThat(engine.store.asked).containsExactly("claim", "renew");
        execution.fail();
        assertThat(engine.scheduler.active()).isEmpty();
    }
}
