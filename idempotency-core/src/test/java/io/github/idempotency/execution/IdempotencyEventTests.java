package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.IdempotencyEvent.Attempt;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** What is told of a call beside its type. */
class IdempotencyEventTests {

    private final Engine engine = new Engine();

    private IdempotencyEvent event(Type type) {
        return engine.events.stream()
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anExecutionIsToldFromItsClaimToItsEnd() {
        engine.call(operation().with(Layer.HTTP));
        IdempotencyRecord record = engine.record(operation());
        Attempt attempt = new Attempt(record.token(), 1, record.startedAt());
        assertThat(event(Type.STARTED)).satisfies(started -> {
            assertThat(started.layer()).isEqualTo(Layer.HTTP);
            assertThat(started.attempt()).isEqualTo(attempt);
            assertThat(started.claimed()).isNotNull();
            assertThat(started.waited()).isNull();
            assertThat(started.elapsed()).isNull();
        });
        assertThat(event(Type.COMPLETED)).satisfies(completed -> {
            assertThat(completed.layer()).isEqualTo(Layer.HTTP);
            assertThat(completed.attempt()).isEqualTo(attempt);
            assertThat(completed.claimed()).isNull();
            assertThat(completed.elapsed()).isNotNull();
            assertThat(completed.stored()).isEqualTo(new IdempotencyEvent.Stored(Outcome.SUCCEEDED, "run 1".length()));
        });
    }

    @Test
    void aReplayIsToldWithTheExecutionWhoseAnswerItIs() {
        engine.call(operation());
        Attempt first = event(Type.STARTED).attempt();
        engine.call(operation());
        assertThat(event(Type.REPLAYED).attempt()).isEqualTo(first);
        assertThat(event(Type.REPLAYED).claimed()).isNotNull();
    }

    @Test
    void aRefusalIsToldWithTheExecutionThatStandsInTheWay() {
        Execution running = engine.begin(operation());
        engine.refusal(() -> engine.call(operation()));
        assertThat(event(Type.IN_PROGRESS).attempt())
                .isEqualTo(new Attempt(running.context().fencingToken(), 1, running.startedAt()));
    }

    @Test
    void waitingIsNoPartOfTheClaim() throws Exception {
        IdempotentOperation waiting = operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(2)));
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            Execution first = engine.begin(waiting);
            Future<String> waiter = callers.submit(() -> engine.call(waiting));
            Awaitility.await().until(() -> engine.types().contains(Type.WAITED));
            first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
            waiter.get();
        } finally {
            callers.shutdownNow();
        }
        assertThat(event(Type.WAITED).claimed()).isNull();
        assertThat(event(Type.REPLAYED).claimed()).isNotNull();
        assertThat(event(Type.REPLAYED).waited()).isNotNull();
    }

    @Test
    void theOldestInFlightIsNoOlderThanTheFirst() {
        assertThat(engine.keeper.oldestInFlight()).isZero();
        Execution first = engine.begin(operation("a"));
        Execution second = engine.begin(operation("b"));
        Duration younger = second.context().age();
        Duration oldest = engine.keeper.oldestInFlight();
        assertThat(oldest)
                .isGreaterThan(younger)
                .isLessThanOrEqualTo(first.context().age());
        first.release();
        second.release();
        assertThat(engine.keeper.oldestInFlight()).isZero();
    }
}
