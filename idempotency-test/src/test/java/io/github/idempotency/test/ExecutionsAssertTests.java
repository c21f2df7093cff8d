package io.github.idempotency.test;

import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.test.IdempotencyAssertions.assertThatExecutions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class ExecutionsAssertTests {

    private final RecordingIdempotencyListener listener = new RecordingIdempotencyListener();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentExecutor executor = new IdempotentExecutor(
            new InMemoryIdempotencyStore(new MutableClock(Instant.parse("2030-01-01T00:00:00Z"))), keeper, listener);

    private final IdempotentOperation operation = IdempotentOperation.of(
                    new KeyScope("shop", "orders", "tenant"), "key")
            .with(Fingerprint.of("one"));

    @AfterEach
    void stop() {
        keeper.close();
    }

    @Test
    void aRetriedCallRanOnceAndWasReplayed() {
        call(operation);
        call(operation);
        call(operation);

        assertThatExecutions(listener)
                .ranOnce()
                .ranOncePerKey()
                .wereReplayed(2)
                .wereRefused(0)
                .wereLost(0);
        assertThat(listener.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.REPLAYED);
        assertThat(listener.count(Type.COMPLETED, Type.REPLAYED)).isEqualTo(3);
    }

    @Test
    void aRefusedCallDidNotRun() {
        call(operation);
        Throwable refused = catchThrowable(() -> call(operation.with(Fingerprint.of("other"))));

        assertThat(refused).isInstanceOf(IdempotencyException.class);
        assertThatExecutions(listener).ofKey(operation.storeKey()).ranOnce().wereRefused(1);
    }

    @Test
    void onlyTheScopeAndKeyInQuestionCount() {
        listener.on(new IdempotencyEvent(Type.STARTED, "one", StoreKey.of("1"), null));
        listener.on(new IdempotencyEvent(Type.STARTED, "one", StoreKey.of("2"), null));
        listener.on(new IdempotencyEvent(Type.IGNORED, "other", null, null));

        assertThatExecutions(listener).ran(3).ranOncePerKey();
        assertThatExecutions(listener).ofScope("one").ran(2);
        assertThatExecutions(listener).ofScope("other").ranOnce();
        assertThatExecutions(listener).ofKey(StoreKey.of("1")).ranOnce();
    }

    @Test
    void aSecondExecutionIsToldWithWhatHappened() {
        listener.on(new IdempotencyEvent(Type.STARTED, "one", StoreKey.of("1"), null));
        listener.on(new IdempotencyEvent(Type.TAKEN_OVER, "one", StoreKey.of("1"), null));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatExecutions(listener).ranOnce())
                .withMessageContaining("Expected 1 executions but got 2: [STARTED, TAKEN_OVER]");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatExecutions(listener).ranOncePerKey())
                .withMessageContaining(StoreKey.of("1").reference());
    }

    @Test
    void nothingIsNotOncePerKey() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatExecutions(listener).ranOncePerKey());
    }

    @Test
    void aClearedListenerBeginsAnew() {
        call(operation);

        listener.clear();

        assertThat(listener.events()).isEmpty();
        assertThatExecutions(listener).ran(0);
    }

    private void call(IdempotentOperation called) {
        executor.execute(called, ResultCodec.UTF_8, () -> "answer");
    }
}
