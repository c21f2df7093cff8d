package io.github.idempotency.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of irreversible executions whose callers do not come back. */
class IdempotencyRecoveryTests {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final ResultCodec<@Nullable Object> TEXT = new ResultCodec<>() {

        @Override
        public byte[] encode(@Nullable Object value) {
            return UTF_8.encode((String) value);
        }

        @Override
        public @Nullable Object decode(byte[] bytes) {
            return UTF_8.decode(bytes);
        }
    };

    private final Engine engine = new Engine();

    private final List<UnknownExecution> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void anOwnerDies() {
        engine.begin(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        engine.events.clear();
    }

    private IdempotencyRecovery node(@Nullable RecoverableScope orders) {
        return node("test", orders);
    }

    private IdempotencyRecovery node(String namespace, @Nullable RecoverableScope orders) {
        return new IdempotencyRecovery(
                engine.memory,
                namespace,
                scope -> scope.equals("orders") ? orders : null,
                engine.keeper,
                engine.events::add,
                ResultEnvelope.NONE,
                INTERVAL,
                2);
    }

    private RecoverableScope answering(
            @Nullable Reconciliation<?> answer, @Nullable ResultCodec<@Nullable Object> codec) {
        IdempotencyPolicy policy = IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE);
        return new RecoverableScope(
                policy,
                lost -> {
                    asked.add(lost);
                    return answer;
                },
                codec);
    }

    private RecoverableScope answering(@Nullable Reconciliation<?> answer) {
        return answering(answer, TEXT);
    }

    private RecordState state() {
        return engine.record(Engine.irreversible()).state();
    }

    @Test
    void whatHappenedIsStoredAndReplayed() {
        node(answering(Reconciliation.happened("receipt"))).run();

        assertThat(engine.types()).containsExactly(Type.RECONCILED, Type.COMPLETED);
        assertThat(engine.call(Engine.irreversible())).isEqualTo("receipt");
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void whatDidNotHappenIsFreeForTheNextCaller() {
        node(answering(Reconciliation.didNotHappen())).run();

        assertThat(engine.types()).containsExactly(Type.RELEASED);
        assertThat(engine.call(Engine.irreversible())).isEqualTo("run 1");
    }

    @Test
    void whatNobodyCanTellStaysUnknownAndIsToldToBeSoOnce() {
        node(answering(Reconciliation.cannotTell())).run();
        engine.clock.advance(INTERVAL);
        node(answering(Reconciliation.cannotTell())).run();

        assertThat(asked).hasSize(2);
        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.types()).containsExactly(Type.LEFT_UNKNOWN);
    }

    @Test
    void aReconcilerThatSaysNothingOrFailsCannotTell() {
        node(answering(null)).run();
        engine.clock.advance(INTERVAL);
        node(new RecoverableScope(
                        IdempotencyPolicy.DEFAULT,
                        lost -> {
                            throw new IllegalStateException("the ledger is down");
                        },
                        TEXT))
                .run();

        assertThat(asked).hasSize(1);
        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
    }

    @Test
    void anAnswerThatIsMoreThanAValueIsLeftToTheRetry() {
        node(answering(Reconciliation.happened("receipt"), null)).run();

        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.call(Engine.irreversible().with(lost -> Reconciliation.happened("receipt"))))
                .isEqualTo("receipt");
    }

    @Test
    void anExecutionThatNobodyKnowsAboutBecomesUnknown() {
        node(null).run();

        assertThat(state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(engine.types()).containsExactly(Type.LEFT_UNKNOWN);
    }

    @Test
    void repeatableWorkIsLeftToItsNextCaller() {
        engine.begin(Engine.operation("repeatable"));
        engine.clock.advance(Engine.LEASE);
        node(answering(Reconciliation.didNotHappen())).run();

        assertThat(asked).hasSize(1);
        assertThat(engine.record(Engine.operation("repeatable")).state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    @Test
    void aRunningExecutionIsNotAskedAbout() {
        Execution running = engine.begin(
                Engine.operation("running").with(IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE)));
        node(answering(Reconciliation.didNotHappen())).run();

        assertThat(asked).hasSize(1);
        assertThat(running.complete(CodedAnswer.encode(Engine.operation(), ResultCodec.UTF_8, "done")))
                .isEmpty();
    }

    @Test
    void aReconcilerIsToldWhichExecutionIsMeantButNoKey() {
        node(answering(Reconciliation.cannotTell())).run();

        assertThat(asked).singleElement().satisfies(lost -> {
            assertThat(lost.key()).isNull();
            assertThat(lost.scope()).isEqualTo("orders");
            assertThat(lost.storeKey()).isEqualTo(Engine.irreversible().storeKey());
        });
    }

    @Test
    void aResultThatIsFoundOutBelongsToTheRequestThatWasLost() {
        var one = Engine.operation("fingerprinted")
                .with(IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE))
                .with(Engine.fingerprint("one"));
        engine.begin(one);
        engine.clock.advance(Engine.LEASE);
        node(answering(Reconciliation.happened("receipt"))).run();

        assertThat(engine.call(one)).isEqualTo("receipt");
        assertThat(engine.problem(() -> engine.call(one.with(Engine.fingerprint("two")))))
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
    }

    /** Its records may be in the same store, and its scope may have the same name. */
    @Test
    void anotherApplicationIsNotAskedAbout() {
        node("tes", answering(Reconciliation.didNotHappen())).run();
        node("test/orders", answering(Reconciliation.didNotHappen())).run();

        assertThat(asked).isEmpty();
        assertThat(state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    /** Without the turn (a {@code RecoveryTurns.take} that just does the work) both nodes ask, and this fails with 2. */
    @Test
    void ofTwoNodesThatRecoverAtOnceOneAsks() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        RecoverableScope slow = new RecoverableScope(
                IdempotencyPolicy.DEFAULT,
                lost -> {
                    asked.add(lost);
                    asking.countDown();
                    await(answer);
                    return Reconciliation.cannotTell();
                },
                TEXT);
        CompletableFuture<Void> one = CompletableFuture.runAsync(node(slow)::run);
        await(asking);

        CompletableFuture<Void> other = CompletableFuture.runAsync(node(answering(Reconciliation.cannotTell()))::run);
        other.get(30, TimeUnit.SECONDS);
        answer.countDown();
        one.get(30, TimeUnit.SECONDS);

        assertThat(asked).hasSize(1);
    }

    @Test
    void aTurnThatWasUsedUpIsTheOnlyOneUntilTheIntervalIsOver() {
        node(answering(Reconciliation.cannotTell())).run();
        node(answering(Reconciliation.cannotTell())).run();
        assertThat(asked).hasSize(1);

        engine.clock.advance(INTERVAL);
        node(answering(Reconciliation.cannotTell())).run();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aNodeThatDiedDuringItsTurnIsReplacedAndNoIntentOfItsOwn() {
        IdempotentOperation turn = IdempotentOperation.of(new KeyScope("test", IdempotencyRecovery.SCOPE, ""), "turn");
        engine.claimElsewhere(turn);
        engine.clock.advance(Engine.LEASE);

        assertThat(new IntentLog(engine.memory, "test").page(null, 10).intents())
                .hasSize(1);
        node(answering(Reconciliation.cannotTell())).run();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoIsToldToStopEndsTheExecutionItIsAtAndLeavesTheTurnToOthers() {
        engine.begin(Engine.operation("second").with(IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE)));
        engine.clock.advance(Engine.LEASE);
        engine.events.clear();
        List<IdempotencyRecovery> node = new ArrayList<>();
        node.add(node(new RecoverableScope(
                IdempotencyPolicy.DEFAULT,
                lost -> {
                    asked.add(lost);
                    node.get(0).stop();
                    return Reconciliation.happened("receipt");
                },
                TEXT)));
        node.get(0).run();
        node.get(0).run();

        assertThat(asked).hasSize(1);
        assertThat(engine.types()).containsExactly(Type.RECONCILED, Type.COMPLETED);
        node(answering(Reconciliation.cannotTell())).run();
        assertThat(asked).hasSize(2);
    }

    /** Both have heard that nothing happened. Only one of them can act on it. */
    @Test
    void ofRecoveryAndARetryOneWins() {
        var retry = Engine.irreversible().with(lost -> Reconciliation.didNotHappen());
        node(new RecoverableScope(
                        IdempotencyPolicy.DEFAULT,
                        lost -> {
                            assertThat(engine.call(retry)).isEqualTo("run 1");
                            return Reconciliation.happened("not so");
                        },
                        TEXT))
                .run();

        assertThat(engine.call(retry)).isEqualTo("run 1");
        assertThat(engine.runs).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
