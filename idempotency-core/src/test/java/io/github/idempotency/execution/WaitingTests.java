package io.github.idempotency.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** Duplicates that wait for the first answer. Nothing here takes as long as the safety poll: they are woken. */
class WaitingTests {

    private final Engine engine = new Engine();

    private final ExecutorService callers = Executors.newCachedThreadPool();

    private final IdempotentOperation waiting =
            Engine.operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(2)));

    @AfterEach
    void sendCallersHome() {
        callers.shutdownNow();
    }

    @Test
    void aWaiterGetsTheFirstAnswer() throws Exception {
        Execution first = engine.begin(waiting);
        Future<String> waiter = callers.submit(() -> engine.call(waiting));
        awaitWaiters(1);
        first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
        assertThat(waiter.get()).isEqualTo("first");
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void manyWaitersAskTheStoreOnceAndAreAllCounted() throws Exception {
        Execution first = engine.begin(waiting);
        List<Future<String>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(callers.submit(() -> engine.call(waiting)));
        }
        awaitWaiters(20);
        int claims = engine.store.claims();
        first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
        for (Future<String> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo("first");
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(engine.record(waiting).replays()).isEqualTo(20));
        // The first call's claim and the leader's: the followers asked nothing, and nobody asked again when woken.
        assertThat(claims).isEqualTo(2);
        assertThat(engine.store.claims()).isEqualTo(2);
    }

    @Test
    void aWaiterRunsItselfWhenTheFirstCallFails() throws Exception {
        Execution first = engine.begin(waiting);
        Future<String> waiter = callers.submit(() -> engine.call(waiting));
        awaitWaiters(1);
        first.fail();
        assertThat(waiter.get()).isEqualTo("run 1");
    }

    @Test
    void ofManyWaitersOneRunsWhenTheFirstCallFails() throws Exception {
        Execution first = engine.begin(waiting);
        List<Future<String>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(callers.submit(() -> engine.call(waiting)));
        }
        awaitWaiters(20);
        first.fail();
        for (Future<String> waiter : waiters) {
            assertThat(waiter.get()).isEqualTo("run 1");
        }
    }

    @Test
    void aWaiterIsRefusedWhenItsTimeIsOver() {
        engine.begin(waiting);
        var impatient = Engine.operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMillis(5)));
        assertThat(engine.problem(() -> engine.call(impatient))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void anInterruptedWaiterIsRefusedAndStaysInterrupted() {
        engine.begin(waiting);
        Thread.currentThread().interrupt();
        assertThat(engine.problem(() -> engine.call(waiting))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whereAllSeatsAreTakenADuplicateIsRefusedAtOnce() {
        engine.begin(waiting);
        var full = new IdempotentExecutor(engine.store, new LeaseKeeper(engine.scheduler), engine.events::add, 0);
        assertThat(engine.problem(() -> full.begin(waiting))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void anotherRequestDoesNotWait() throws Exception {
        var mine = waiting.with(Engine.fingerprint("mine"));
        engine.begin(mine);
        callers.submit(() -> engine.call(mine));
        awaitWaiters(1);
        assertThat(engine.problem(() -> engine.call(waiting.with(Engine.fingerprint("other")))))
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
    }

    @Test
    void whoDoesNotWaitIsNotKept() {
        assertThat(engine.call(waiting)).isEqualTo("run 1");
        assertThat(engine.call(waiting)).isEqualTo("run 1");
        assertThat(engine.types()).doesNotContain(Type.WAITED);
    }

    private void awaitWaiters(int expected) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(engine.types())
                        .filteredOn(Type.WAITED::equals)
                        .hasSize(expected));
    }
}
