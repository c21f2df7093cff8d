package io.github.idempotency.execution;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.execution.Engine.irreversible;
import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Actions that answer later. */
@Timeout(30)
class AsyncCallTests {

    private static final ResultCodec<String> REMEMBERING = new ResultCodec<>() {

        @Override
        public byte[] encode(String value) {
            return UTF_8.encode(value);
        }

        @Override
        public String decode(byte[] bytes) {
            return UTF_8.decode(bytes);
        }

        @Override
        public byte[] encodeFailure(Throwable failure) {
            return failure instanceof IOException ? UTF_8.encode(failure.getMessage()) : null;
        }

        @Override
        public Throwable decodeFailure(byte[] bytes) {
            return new IOException(UTF_8.decode(bytes));
        }
    };

    private final Engine engine = new Engine();

    private final CompletableFuture<String> work = new CompletableFuture<>();

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void sendCallersHome() {
        callers.shutdownNow();
    }

    /** Negative control: with the future completed before the execution, its dependent sees it in progress. */
    @Test
    void theAnswerIsStoredBeforeItIsSeen() {
        CompletableFuture<RecordState> seen =
                call(operation()).thenApply(answer -> engine.record(operation()).state());
        assertThat(seen).isNotDone();
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.IN_PROGRESS);
        work.complete("answer");
        assertThat(seen.join()).isEqualTo(RecordState.COMPLETED);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED);
    }

    @Test
    void aReplayedFutureIsCompleteAtOnce() {
        call(operation());
        work.complete("answer");
        awaitState(operation(), RecordState.COMPLETED);
        assertThat(call(operation())).isCompletedWithValue("answer");
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void whatIsThereWhenTheActionReturnsIsStoredOnItsThread() {
        work.complete("answer");
        assertThat(call(operation())).isCompletedWithValue("answer");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.COMPLETED);
    }

    /** What brings an answer, an event loop for one, must not wait for the store. */
    @Test
    void theThreadThatBringsTheAnswerDoesNotAskTheStore() throws Exception {
        CompletableFuture<Thread> seen = call(operation()).thenApply(answer -> Thread.currentThread());
        Thread bringer = new Thread(() -> work.complete("answer"));
        bringer.start();
        assertThat(seen.get()).isNotSameAs(bringer);
        assertThat(seen.get().getName()).isEqualTo("idempotency-ending");
        assertThat(seen.get().isDaemon()).isTrue();
    }

    /** Negative control: with 16 threads to end on, the dependents of as many executions wait for the others for ever. */
    @Test
    void dependentsMayWaitForOtherExecutions() {
        CompletableFuture<String> last = new CompletableFuture<>();
        CompletableFuture<String> lastAnswer =
                engine.executor.executeAsync(operation("last"), ResultCodec.UTF_8, () -> last);
        List<CompletableFuture<String>> dependents = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(40);
        for (int i = 0; i < 40; i++) {
            dependents.add(engine.executor
                    .executeAsync(operation("key " + i), ResultCodec.UTF_8, () -> work)
                    .thenApply(answer -> {
                        waiting.countDown();
                        return lastAnswer.join();
                    }));
        }
        // A completed future tells its dependents one after the other, on this thread; each goes its own way from
        // there.
        work.complete("answer");
        assertThat(await(waiting)).isTrue();
        last.complete("last");
        assertThat(dependents)
                .allSatisfy(dependent -> assertThat(dependent.join()).isEqualTo("last"));
    }

    @Test
    void ofManyConcurrentCallersOneRuns() throws Exception {
        IdempotentOperation waiting = operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(2)));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(engine.executor.executeAsync(waiting, ResultCodec.UTF_8, this::action, callers));
        }
        Awaitility.await()
                .until(() -> engine.types().stream().filter(Type.WAITED::equals).count() == 19);
        work.complete("answer");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo("answer"));
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void aDuplicateOfARunningCallFailsAndDoesNotThrow() {
        call(operation());
        assertThat(problem(call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void aStoreThatCannotBeAskedFailsTheFutureAndDoesNotThrow() {
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        assertThat(problem(call(operation()))).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void anUnprotectedCallGivesWhatItsStageGives() {
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        IdempotentOperation open =
                operation().with(IdempotencyPolicy.DEFAULT.withOnStoreFailure(StoreFailurePolicy.RUN_UNPROTECTED));
        CompletableFuture<String> answer = call(open);
        assertThat(answer).isNotDone();
        work.complete("answer");
        assertThat(answer).isCompletedWithValue("answer");
    }

    @Test
    void aStageThatFailsFreesRepeatableWork() {
        CompletableFuture<String> answer = call(operation());
        work.completeExceptionally(new IOException("overloaded"));
        assertThat(failure(answer)).isInstanceOf(IOException.class).hasMessage("overloaded");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.RELEASED);
        assertThat(engine.call(operation())).isEqualTo("run 2");
    }

    @Test
    void aStageThatFailsLeavesIrreversibleWorkUnknown() {
        CompletableFuture<String> answer = call(irreversible());
        work.completeExceptionally(new IOException("timeout"));
        assertThat(failure(answer)).hasMessage("timeout");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(problem(call(irreversible()))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
    }

    /** A dependent stage fails with what its predecessor threw in a wrapper of its own. */
    @Test
    void whatPrecedesTheEffectIsFoundInItsWrapper() {
        IdempotentOperation operation =
                irreversible().with(irreversible().policy().withReleaseOn(Set.of(IOException.class)));
        CompletableFuture<String> answer =
                engine.executor.executeAsync(operation, ResultCodec.UTF_8, () -> work.thenApply(String::strip));
        work.completeExceptionally(new IOException("no such card"));
        assertThat(failure(answer)).isInstanceOf(IOException.class);
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void aRememberedFailureIsStoredAndFailsTheReplay() {
        CompletableFuture<String> first =
                engine.executor.executeAsync(operation(), REMEMBERING, () -> work.thenApply(String::strip));
        work.completeExceptionally(new IOException("declined"));
        assertThat(failure(first)).isInstanceOf(IOException.class).hasMessage("declined");
        assertThat(engine.record(operation()).result().outcome()).isEqualTo(Outcome.FAILED);
        CompletableFuture<String> replay = engine.executor.executeAsync(operation(), REMEMBERING, this::action);
        assertThat(failure(replay)).isInstanceOf(IOException.class).hasMessage("declined");
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void whatTheActionThrowsFailsTheFuture() {
        CompletableFuture<String> answer = engine.executor.executeAsync(operation(), ResultCodec.UTF_8, () -> {
            throw new IOException("no connection");
        });
        assertThat(failure(answer)).isInstanceOf(IOException.class);
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void aNullStageIsAFailureThatSaysSo() {
        CompletableFuture<String> answer = engine.executor.executeAsync(irreversible(), ResultCodec.UTF_8, () -> null);
        assertThat(failure(answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The action of orders returned null and no stage: return a completed one where there is"
                        + " nothing to wait for");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.UNKNOWN);
    }

    @Test
    void aCallerThatGoesAwayLeavesItsWorkToRunOn() {
        CompletableFuture<String> answer = call(operation());
        answer.cancel(true);
        assertThat(work).isNotDone();
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.IN_PROGRESS);
        work.complete("answer");
        awaitState(operation(), RecordState.COMPLETED);
        assertThat(call(operation())).isCompletedWithValue("answer");
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void aCallerThatTakesItsWorkAlongFreesTheKey() {
        CompletableFuture<String> answer = call(cancelling(operation()));
        answer.cancel(true);
        assertThat(work).isCancelled();
        awaitState(operation(), RecordState.RELEASED);
        assertThat(engine.call(operation())).isEqualTo("run 2");
    }

    /** Negative control: without the bound the record stays in progress for as long as the work runs. */
    @Test
    void workWithoutACallerIsGivenUpWhenItsTimeIsOver() {
        AtomicReference<IdempotencyContext> running = new AtomicReference<>();
        CompletableFuture<String> answer = engine.executor.executeAsync(operation(), ResultCodec.UTF_8, () -> {
            running.set(IdempotencyContext.current());
            return work;
        });
        answer.cancel(true);
        assertThat(work).isNotDone();

        assertThat(engine.scheduler.runDelayed())
                .isEqualTo(Duration.ofMinutes(10).toMillis());

        awaitState(operation(), RecordState.RELEASED);
        assertThat(work).isCancelled();
        assertThat(running.get().leaseLost()).isTrue();
        assertThat(engine.call(operation())).isEqualTo("run 1");
    }

    @Test
    void irreversibleWorkWithoutACallerIsUnknownWhenItsTimeIsOver() {
        call(irreversible()).cancel(true);
        engine.scheduler.runDelayed();
        awaitState(operation(), RecordState.UNKNOWN);
    }

    @Test
    void whatIsAnsweredAfterTheTimeIsOverIsThrownAway() {
        CompletableFuture<String> answer =
                engine.executor.executeAsync(operation(), ResultCodec.UTF_8, () -> work.minimalCompletionStage());
        answer.cancel(true);
        engine.scheduler.runDelayed();
        awaitState(operation(), RecordState.RELEASED);
        work.complete("too late");
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.types()).contains(Type.RELEASED).doesNotContain(Type.LOST);
    }

    @Test
    void workMayRunOnWithoutABound() {
        call(operation().with(IdempotencyPolicy.DEFAULT.withDrainTimeout(Duration.ZERO)))
                .cancel(true);
        assertThat(engine.scheduler.runDelayed()).isZero();
        work.complete("answer");
        awaitState(operation(), RecordState.COMPLETED);
    }

    @Test
    void theBoundIsForgottenWithTheExecution() {
        call(operation()).cancel(true);
        work.complete("answer");
        awaitState(operation(), RecordState.COMPLETED);
        Awaitility.await().until(engine.scheduler::nothingIsDelayed);
    }

    @Test
    void aCallerWhoStaysHasNoBound() {
        call(operation());
        assertThat(engine.scheduler.runDelayed()).isZero();
    }

    @Test
    void irreversibleWorkThatIsTakenAlongIsUnknown() {
        call(cancelling(irreversible())).cancel(true);
        assertThat(work).isCancelled();
        awaitState(operation(), RecordState.UNKNOWN);
    }

    /** Negative control: with the cancellation taken for a failure of the work, its key is free, and work is done twice. */
    @Test
    void thatWorkIsGivenUpIsNothingItHasThrown() {
        IdempotentOperation careful = operation()
                .with(IdempotencyPolicy.DEFAULT
                        .withEffect(Effect.IRREVERSIBLE)
                        .withReleaseOn(Set.of(IllegalStateException.class)));
        call(careful).cancel(true);
        engine.scheduler.runDelayed();
        awaitState(operation(), RecordState.UNKNOWN);
        assertThat(work).isCancelled();
    }

    @Test
    void workThatCannotBeCancelledIsGivenUpAllTheSame() {
        AtomicReference<IdempotencyContext> running = new AtomicReference<>();
        CompletableFuture<String> answer =
                engine.executor.executeAsync(cancelling(operation()), ResultCodec.UTF_8, () -> {
                    running.set(IdempotencyContext.current());
                    return work.minimalCompletionStage();
                });
        assertThat(running.get().leaseLost()).isFalse();
        answer.cancel(true);
        awaitState(operation(), RecordState.RELEASED);
        assertThat(running.get().leaseLost()).isTrue();
        assertThat(work).isNotDone();
        work.complete("too late");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void aTimeoutOfTheCallersOwnIsNoCancellation() {
        CompletableFuture<String> answer = call(cancelling(operation()));
        answer.completeExceptionally(new IllegalStateException("the caller's own bound"));
        work.complete("answer");
        awaitState(operation(), RecordState.COMPLETED);
    }

    @Test
    void aCallThatIsCancelledBeforeItBeginsClaimsNothing() {
        AtomicReference<Runnable> queued = new AtomicReference<>();
        CompletableFuture<String> answer =
                engine.executor.executeAsync(operation(), ResultCodec.UTF_8, this::action, queued::set);
        answer.cancel(true);
        queued.get().run();
        assertThat(engine.store.asked).isEmpty();
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsRunsNothing() throws Exception {
        IdempotentOperation waiting = operation().with(IdempotencyPolicy.DEFAULT.waiting(Duration.ofMinutes(2)));
        Execution first = engine.begin(waiting);
        CompletableFuture<String> answer =
                engine.executor.executeAsync(waiting, ResultCodec.UTF_8, this::action, callers);
        Awaitility.await().until(() -> engine.types().contains(Type.WAITED));
        answer.cancel(true);
        first.fail();
        Awaitility.await()
                .untilAsserted(() -> assertThat(engine.types())
                        .containsExactlyInAnyOrder(
                                Type.STARTED, Type.WAITED, Type.RELEASED, Type.STARTED, Type.RELEASED));
        assertThat(engine.record(waiting).state()).isEqualTo(RecordState.RELEASED);
        assertThat(engine.runs).hasValue(0);
    }

    /** Negative control: without the word that it goes on elsewhere, the first visit leaves the claim to its lease. */
    @Test
    void workWhoseThreadIsGoneKeepsItsClaim() throws Exception {
        AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
        Thread caller = new Thread(() -> answer.set(call(operation())));
        caller.start();
        caller.join();
        for (int visit = 0; visit < 10; visit++) {
            engine.clock.advance(Engine.LEASE.dividedBy(3));
            engine.scheduler.tick();
        }
        assertThat(problem(call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        work.complete("answer");
        assertThat(answer.get().join()).isEqualTo("answer");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.IN_PROGRESS, Type.COMPLETED);
    }

    /** The process died, or so it seems: nobody renewed the claim, and somebody else took it over. */
    @Test
    void anOwnerThatWasTakenOverGivesTheAuthoritativeAnswer() {
        CompletableFuture<String> late = call(operation());
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.call(operation())).isEqualTo("run 2");
        work.complete("late");
        assertThat(late.join()).isEqualTo("run 2");
    }

    @Test
    void whatReconciliationHasFoundIsTheAnswer() {
        IdempotentOperation operation = irreversible().with(unknown -> Reconciliation.happened("found"));
        engine.begin(irreversible()).fail();
        assertThat(call(operation)).isCompletedWithValue("found");
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void anOrderlyStopWaitsForTheStage() throws Exception {
        CompletableFuture<String> answer = call(operation());
        CompletableFuture<Integer> drained =
                CompletableFuture.supplyAsync(() -> engine.keeper.drain(Duration.ofMinutes(1)), callers);
        work.complete("answer");
        assertThat(drained.get()).isZero();
        assertThat(answer.get()).isEqualTo("answer");
    }

    @Test
    void theContextIsTheActionsWhileItStarts() {
        CompletableFuture<String> scope = engine.executor.executeAsync(
                operation(),
                ResultCodec.UTF_8,
                () -> CompletableFuture.completedFuture(
                        IdempotencyContext.current().scope()));
        assertThat(scope).isCompletedWithValue("orders");
        assertThat(IdempotencyContext.find()).isEmpty();
    }

    @Test
    void anExecutorThatTakesNothingFailsTheFuture() {
        CompletableFuture<String> answer =
                engine.executor.executeAsync(operation(), ResultCodec.UTF_8, this::action, command -> {
                    throw new RejectedExecutionException("full");
                });
        assertThat(failure(answer)).hasMessage("full");
        assertThat(engine.store.asked).isEmpty();
    }

    @Test
    void anExecutorThatTakesNoEndHoldsUpNoExecution() {
        AtomicReference<RejectedExecutionException> full = new AtomicReference<>();
        CompletableFuture<String> answer =
                engine.executor.executeAsync(operation(), ResultCodec.UTF_8, this::action, command -> {
                    if (full.get() != null) {
                        throw full.get();
                    }
                    command.run();
                });
        full.set(new RejectedExecutionException("full"));
        work.complete("answer");
        assertThat(answer.join()).isEqualTo("answer");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    void aTransactionIsRefused() {
        IdempotentOperation joined = operation().with(IdempotencyPolicy.DEFAULT.withTransactional(true));
        assertThatThrownBy(() -> call(joined))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is transactional and answers later");
    }

    private CompletableFuture<String> call(IdempotentOperation operation) {
        return engine.executor.executeAsync(operation, ResultCodec.UTF_8, this::action);
    }

    private CompletableFuture<String> action() {
        engine.runs.incrementAndGet();
        return work;
    }

    private static IdempotentOperation cancelling(IdempotentOperation operation) {
        return operation.with(operation.policy().withOnCancel(CancelPolicy.CANCEL));
    }

    private void awaitState(IdempotentOperation operation, RecordState state) {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(engine.record(operation).state()).isEqualTo(state));
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        return catchThrowable(() -> answer.get(20, TimeUnit.SECONDS)).getCause();
    }

    private static IdempotencyProblem problem(CompletableFuture<?> answer) {
        return ((IdempotencyException) failure(answer)).problem();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
