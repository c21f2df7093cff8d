package io.github.idempotency.execution;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.github.idempotency.execution.OutageStore.Connection;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObservedCallTests {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final OutageStore store = new OutageStore(new InMemoryIdempotencyStore(new MovableClock()));

    private final ManualScheduler scheduler = new ManualScheduler();

    private final IdempotentExecutor executor =
            new IdempotentExecutor(store, new LeaseKeeper(scheduler), new Observer(new Seen()));

    /** Observes every call by one. */
    private record Observer(ObservedCall observed) implements IdempotencyListener {

        @Override
        public void on(IdempotencyEvent event) {}

        @Override
        public ObservedCall observe(IdempotentOperation operation) {
            return observed;
        }
    }

    private final class Seen implements ObservedCall {

        @Override
        public void on(IdempotencyEvent event) {
            seen.add(event.type().name());
        }

        @Override
        public Scope open() {
            seen.add("open");
            return () -> seen.add("close");
        }

        @Override
        public void failed(Throwable failure) {
            seen.add("failed " + failure.getMessage());
        }

        @Override
        public void end() {
            seen.add("end");
        }
    }

    private String call() {
        return executor.execute(operation(), ResultCodec.UTF_8, () -> {
            seen.add("action");
            return "answer";
        });
    }

    @Test
    void anExecutionIsObservedUntilItsResultIsStored() {
        call();
        assertThat(seen).containsExactly("STARTED", "open", "action", "close", "COMPLETED", "end");
    }

    @Test
    void aReplayEndsWithItsAnswer() {
        call();
        seen.clear();
        call();
        assertThat(seen).containsExactly("REPLAYED", "end");
    }

    @Test
    void aRefusalEndsTheCall() {
        executor.begin(operation());
        seen.clear();
        assertThatThrownBy(this::call).isInstanceOf(RuntimeException.class);
        assertThat(seen).containsExactly("IN_PROGRESS", "end");
    }

    @Test
    void aFailureIsTold() {
        assertThatThrownBy(() -> executor.execute(operation(), ResultCodec.UTF_8, () -> {
            throw new IllegalStateException("broken");
        }));
        assertThat(seen.stream().distinct())
                .containsExactly("STARTED", "open", "close", "failed broken", "RELEASED", "end");
    }

    @Test
    void whatAnswersLaterIsObservedUntilThen() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> answer = executor.executeAsync(operation(), ResultCodec.UTF_8, () -> stage);
        assertThat(seen).containsExactly("STARTED", "open", "close");
        stage.complete("late");
        answer.join();
        assertThat(seen).endsWith("COMPLETED", "end");
    }

    @Test
    void aCallWhoseResultIsDueHasEnded() {
        Execution execution = (Execution) executor.begin(operation());
        store.connection = Connection.NOTHING_ARRIVES;
        execution.complete(Result.notRetained(Outcome.SUCCEEDED));
        assertThat(seen).containsExactly("STARTED", "STORE_ERROR", "end");
    }

    @Test
    void aLostLeaseDoesNotEndWhatStillRuns() {
        Execution execution = (Execution) executor.begin(operation());
        store.connection = Connection.NOTHING_ARRIVES;
        scheduler.tick();
        assertThat(seen).containsExactly("STARTED", "STORE_ERROR");
        store.connection = Connection.UP;
        execution.release();
        assertThat(seen).endsWith("RELEASED", "end");
    }

    @Test
    void whatAnObserverThrowsNeverReachesTheCall() {
        ObservedCall broken = new ObservedCall() {

            @Override
            public void on(IdempotencyEvent event) {
                throw new IllegalStateException("on");
            }

            @Override
            public Scope open() {
                throw new IllegalStateException("open");
            }

            @Override
            public void failed(Throwable failure) {
                throw new IllegalStateException("failed");
            }

            @Override
            public void end() {
                throw new IllegalStateException("end");
            }
        };
        IdempotencyListener both = IdempotencyListener.all(List.of(new Observer(broken), new Observer(new Seen())));
        IdempotentExecutor observed =
                new IdempotentExecutor(new InMemoryIdempotencyStore(), new LeaseKeeper(scheduler), both);
        assertThat(observed.execute(operation(), ResultCodec.UTF_8, () -> "answer"))
                .isEqualTo("answer");
        assertThat(seen).containsExactly("STARTED", "open", "close", "COMPLETED", "end");
    }
}
