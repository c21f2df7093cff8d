package io.github.idempotency.execution;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.irreversible;
import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Actions whose answer is a sequence of elements. */
@Timeout(30)
class SequencedCallsTests {

    private static final ResultCodec<List<String>> WHOLE = new ResultCodec<>() {

        @Override
        public byte[] encode(List<String> value) {
            return ResultCodec.UTF_8.encode(String.join(",", value));
        }

        @Override
        public List<String> decode(byte[] bytes) {
            return List.of(ResultCodec.UTF_8.decode(bytes).split(","));
        }

        @Override
        public byte[] encodeFailure(Throwable failure) {
            return failure instanceof IOException ? ResultCodec.UTF_8.encode(failure.getMessage()) : null;
        }

        @Override
        public Throwable decodeFailure(byte[] bytes) {
            return new IOException(ResultCodec.UTF_8.decode(bytes));
        }
    };

    private static final SequenceCodec<String> CODEC = new SequenceCodec<>(ResultCodec.UTF_8, WHOLE);

    private final Engine engine = new Engine();

    private final SequencedCalls<String> calls = new SequencedCalls<>(engine.executor, CODEC);

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Consumer<String> recorder = element -> {};

    @Test
    void theElementsAreReplayed() {
        CompletableFuture<?> first = call(operation());
        give("a", "b");
        assertThat(first).isNotDone();
        end.complete(null);
        assertThat(first.join()).isNull();

        StoredSequence<String> stored = stored(call(operation()));
        assertThat(stored.size()).isEqualTo(2);
        assertThat(stored.read(0, 10)).containsExactly("a", "b");
        assertThat(stored.read(1, 1)).containsExactly("b");
        assertThat(stored.read(2, 1)).isEmpty();
        assertThat(stored.failure()).isEmpty();
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void aRememberedFailureIsPartOfTheAnswer() {
        CompletableFuture<?> first = call(operation());
        give("a");
        end.completeExceptionally(new IOException("no funds"));
        assertThat(failure(first)).hasMessage("no funds");

        StoredSequence<String> stored = stored(call(operation()));
        assertThat(stored.read(0, 10)).containsExactly("a");
        assertThat(stored.failure()).containsInstanceOf(IOException.class);
    }

    /** Negative control: completed without a look at what the store says, the caller takes its elements for the answer. */
    @Test
    void whoLostItsClaimIsToldThatAnotherAnswerHolds() {
        CompletableFuture<?> first = call(operation());
        give("a");
        engine.clock.advance(Engine.LEASE);
        long other = engine.claimElsewhere(operation()).token();
        engine.memory.complete(
                operation().storeKey(),
                other,
                new Result(Outcome.SUCCEEDED, WHOLE.encode(List.of("x", "y"))),
                Engine.LEASE);
        end.complete(null);

        assertThat(problem(first)).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(stored(call(operation())).read(0, 10)).containsExactly("x", "y");
    }

    @Test
    void whoLostItsClaimToOneThatRunsIsToldSo() {
        CompletableFuture<?> first = call(operation());
        give("a");
        engine.clock.advance(Engine.LEASE);
        engine.claimElsewhere(operation());
        end.complete(null);

        assertThat(problem(first)).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void anEndThatTheStoreCannotBeToldIsMadeUpFor() {
        CompletableFuture<?> first = call(operation());
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        give("a", "b");
        end.complete(null);
        assertThat(first.join()).isNull();

        engine.store.connection = OutageStore.Connection.UP;
        Awaitility.await().until(() -> engine.types().contains(Type.COMPLETED));
        assertThat(stored(call(operation())).read(0, 10)).containsExactly("a", "b");
    }

    @Test
    void withoutAStoreItRunsUnprotectedWhereThePolicySaysSo() {
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        CompletableFuture<?> first = call(
                operation().with(IdempotencyPolicy.DEFAULT.withOnStoreFailure(StoreFailurePolicy.RUN_UNPROTECTED)));
        give("a");
        end.complete(null);
        assertThat(first.join()).isNull();
        assertThat(problem(call(operation()))).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
    }

    @Test
    void framesThatAreGoneAreNoAnswer() {
        CompletableFuture<?> first = call(operation());
        give("a", "b");
        end.complete(null);
        first.join();
        StoredSequence<String> stored = stored(call(operation()));
        engine.clock.advance(IdempotencyPolicy.DEFAULT.ttl());

        assertThat(engine.problem(() -> stored.read(0, 2))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    @Test
    void damagedResultsAreNoAnswer() {
        for (byte[] damaged : List.of(new byte[] {0}, new byte[] {0, -1, 0, 0, 0}, new byte[] {0, 0, 0})) {
            Engine other = new Engine();
            other.begin(operation()).complete(new Result(Outcome.SUCCEEDED, damaged));
            assertThat(problem(new SequencedCalls<>(other.executor, CODEC)
                            .execute(operation(), told -> null, Runnable::run)))
                    .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        }
    }

    @Test
    void whoIsAttachedGetsTheElementsAsTheyCome() {
        call(operation());
        give("a");
        var attached = (FollowedSequence<String>)
                call(operation().with(IdempotencyPolicy.DEFAULT.attaching())).join();
        try (SequenceCursor<String> cursor = attached.open(() -> {})) {
            Awaitility.await().until(() -> "a".equals(cursor.poll()));
            give("b");
            Awaitility.await().until(() -> "b".equals(cursor.poll()));
            end.complete(null);
            Awaitility.await().until(cursor::isOver);
            assertThat(cursor.answer().size()).isEqualTo(cursor.position()).isEqualTo(2);
        }
    }

    @Test
    void aCallerThatTakesItsWorkAlongLosesIt() {
        CompletableFuture<?> first =
                call(irreversible().with(irreversible().policy().withOnCancel(CancelPolicy.CANCEL)));
        give("a");
        first.cancel(false);
        Awaitility.await().until(() -> engine.types().contains(Type.LEFT_UNKNOWN));
        assertThat(end).isCancelled();
    }

    @Test
    void aCallThatNoThreadTakesFails() {
        assertThat(failure(calls.execute(operation(), told -> end, action -> {
                    throw new RejectedExecutionException("too many");
                })))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(engine.types()).isEmpty();
    }

    @Test
    void aStoreThatKeepsNoSequencesIsRefused() {
        IdempotencyStore plain = HangingStore.sound();
        assertThatThrownBy(() -> new SequencedCalls<>(new IdempotentExecutor(plain), CODEC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SequencedIdempotencyStore");
    }

    private CompletableFuture<SequenceAnswer<String>> call(IdempotentOperation operation) {
        return calls.execute(
                operation,
                told -> {
                    engine.runs.incrementAndGet();
                    recorder = told;
                    return end;
                },
                Runnable::run);
    }

    private void give(String... elements) {
        List.of(elements).forEach(recorder);
    }

    private static StoredSequence<String> stored(CompletableFuture<SequenceAnswer<String>> answer) {
        return (StoredSequence<String>) answer.join();
    }

    private static IdempotencyProblem problem(CompletableFuture<?> answer) {
        return ((IdempotencyException) failure(answer)).problem();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        Throwable failure = catchThrowable(answer::join);
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
