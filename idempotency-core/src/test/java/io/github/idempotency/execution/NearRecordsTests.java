package io.github.idempotency.execution;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a copy answers, and for how long. Broken on purpose to see these fail: the comparison of fingerprints, the bound, the
 * time that record and result have left, the message of a deletion, the look at whether there was one while the store
 * was asked, and that the beginning of listening counts as one.
 */
class NearRecordsTests {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Engine engine = new Engine();

    private final ConcurrentMap<NearPlace, NearCopy> copies = new ConcurrentHashMap<>();

    private final NearRecords near = fresh();

    private final IdempotentExecutor executor = engine.executor.near(near);

    private final IdempotentOperation operation = Engine.operation().with(Engine.fingerprint("mine"));

    /** The first replay of all is when the process begins to listen. */
    @BeforeEach
    void listen() {
        call(Engine.operation("other"));
        call(Engine.operation("other"));
        engine.runs.set(0);
        engine.events.clear();
        engine.store.asked.clear();
        assertThat(copies).isEmpty();
    }

    @Test
    void whatTheStoreHasReplayedOnceIsReplayedWithoutIt() {
        call(operation);
        Replay first = (Replay) executor.begin(operation);
        assertThat(engine.store.asked).containsExactly("claim", "complete", "claim");

        Replay second = (Replay) executor.begin(operation);

        assertThat(engine.store.asked).hasSize(3);
        String answer = second.read(String::new);
        assertThat(answer).isEqualTo("run 1");
        assertThat(second.outcome()).isEqualTo(first.outcome());
        assertThat(second.startedAt()).isEqualTo(first.startedAt());
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.NEAR_REPLAYED);
    }

    @Test
    void anotherRequestWithTheKeyIsRefusedWithoutTheStore() {
        keptCopy(operation);
        assertThat(engine.problem(() -> call(operation.with(Engine.fingerprint("other")))))
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
        assertThat(engine.store.claims()).isEqualTo(2);
        assertThat(call(operation)).isEqualTo("run 1");
    }

    @Test
    void aDeletionIsSeenAtOnce() {
        keptCopy(operation);
        engine.memory.delete(operation.storeKey());
        assertThat(call(operation)).isEqualTo("run 2");
        assertThat(call(operation)).isEqualTo("run 2");
    }

    @Test
    void aDeletionOfWhichTheMessageWasLostIsSeenWhenTheBoundIsOver() {
        keptCopy(operation);
        engine.store.endingsLost = true;
        engine.memory.delete(operation.storeKey());
        engine.clock.advance(BOUND.minusMillis(1));
        assertThat(call(operation)).isEqualTo("run 1");
        engine.clock.advance(Duration.ofMillis(1));
        assertThat(call(operation)).isEqualTo("run 2");
    }

    /** The message comes between the store's look and the copy, and has nothing to remove. */
    @Test
    void aRecordThatIsDeletedWhileItsReplyIsOnTheWayIsNotKept() {
        call(operation);
        engine.store.afterClaim = () -> engine.memory.delete(operation.storeKey());
        assertThat(call(operation)).isEqualTo("run 1");
        engine.store.afterClaim = () -> {};
        assertThat(copies).isEmpty();
        assertThat(call(operation)).isEqualTo("run 2");
    }

    /** Nobody listened when it was deleted, and by the time its reply arrives somebody does. */
    @Test
    void aRecordThatIsDeletedBeforeAnybodyListensIsNotKept() {
        IdempotentExecutor unheard = engine.executor.near(fresh());
        call(operation);
        engine.store.afterClaim = () -> {
            engine.store.afterClaim = () -> {};
            engine.memory.delete(operation.storeKey());
            unheard.execute(Engine.operation("other"), ResultCodec.UTF_8, () -> "replayed by who begins to listen");
        };
        engine.store.asked.clear();
        unheard.execute(operation, ResultCodec.UTF_8, () -> "replayed across that");
        assertThat(engine.store.asked).containsExactly("claim", "claim", "subscribe");
        assertThat(copies).isEmpty();
    }

    /** The bound is counted from before the store was asked, however long its reply takes. */
    @Test
    void theTimeThatAReplyTakesIsTakenOffItsCopy() {
        call(operation);
        engine.store.afterClaim = () -> engine.clock.advance(BOUND);
        call(operation);
        engine.store.afterClaim = () -> {};
        call(operation);
        assertThat(engine.store.claims()).isEqualTo(3);
    }

    @Test
    void aCopyIsNotUsedAfterItsRecordHasExpired() {
        IdempotentOperation brief = operation.with(IdempotencyPolicy.DEFAULT.withTtl(Duration.ofSeconds(3)));
        keptCopy(brief);
        engine.clock.advance(Duration.ofSeconds(3).minusMillis(1));
        assertThat(call(brief)).isEqualTo("run 1");
        assertThat(engine.store.claims()).isEqualTo(2);
        engine.clock.advance(Duration.ofMillis(1));
        assertThat(call(brief)).isEqualTo("run 2");
    }

    @Test
    void aCopyIsNotUsedAfterItsResultHasExpired() {
        IdempotentOperation brief = operation.with(IdempotencyPolicy.DEFAULT.withResultTtl(Duration.ofSeconds(3)));
        keptCopy(brief);
        engine.clock.advance(Duration.ofSeconds(3));
        assertThat(engine.problem(() -> call(brief))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    @Test
    void whatWasNotRetainedIsAskedOfTheStore() {
        engine.begin(operation).complete(Result.notRetained(Outcome.SUCCEEDED));
        engine.problem(() -> call(operation));
        engine.problem(() -> call(operation));
        assertThat(copies).isEmpty();
    }

    @Test
    void aScopeThatDoesNotWantItAsksTheStore() {
        IdempotentOperation unlike = operation.with(IdempotencyPolicy.DEFAULT.withNearReplay(false));
        keptCopy(operation);
        call(unlike);
        assertThat(engine.store.claims()).isEqualTo(3);
        assertThat(engine.types()).endsWith(Type.REPLAYED);
    }

    @Test
    void anAnswerInFramesIsReadFromTheStoreAndNotCopied() {
        keptCopy(operation);
        ((Replay) executor.begin(operation)).frames();
        assertThat(copies).isEmpty();
    }

    /** The store has counted the one it has given itself. */
    @Test
    void everyReplayIsCountedOnce() {
        keptCopy(operation);
        for (int i = 0; i < 41; i++) {
            call(operation);
        }
        near.flush();
        near.flush();
        assertThat(engine.record(operation).replays()).isEqualTo(42);
    }

    @Test
    void whatTheStoreCouldNotBeToldIsCountedLater() {
        keptCopy(operation);
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        assertThat(call(operation)).isEqualTo("run 1");
        near.flush();
        engine.store.connection = OutageStore.Connection.UP;
        near.flush();
        assertThat(engine.record(operation).replays()).isEqualTo(2);
    }

    /** Nothing may go on for ever in a process whose store is away and whose application has been closed. */
    @Test
    void whatTheStoreCannotBeToldAtTheStopIsStatedLost() {
        keptCopy(operation);
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        call(operation);
        call(operation);
        near.stop();
        engine.store.connection = OutageStore.Connection.UP;
        near.flush();
        assertThat(engine.record(operation).replays()).isEqualTo(1);
        near.counts().flushScheduled();
        call(operation);
        assertThat(near.counts().isScheduled()).isFalse();
        near.start();
        call(operation);
        near.stop();
        assertThat(engine.record(operation).replays()).isEqualTo(3);
    }

    /** Without the pause every replay would try; without another attempt no copy would ever be kept. */
    @Test
    void deletionsThatCannotBeListenedForAreListenedForLaterAndNoCopiesAreKeptMeanwhile() {
        IdempotentExecutor deaf = engine.executor.near(fresh());
        engine.store.mute = true;
        engine.store.asked.clear();
        for (int i = 0; i < 4; i++) {
            deaf.execute(operation, ResultCodec.UTF_8, () -> "answer");
        }
        assertThat(engine.store.asked).containsOnlyOnce("subscribe");
        engine.store.mute = false;
        deaf.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(copies).isEmpty();
        engine.clock.advance(Duration.ofSeconds(1));
        deaf.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(copies).isEmpty();
        deaf.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(copies).hasSize(1);
        assertThat(engine.store.asked.stream().filter("subscribe"::equals)).hasSize(2);
        engine.memory.delete(operation.storeKey());
        assertThat(copies).isEmpty();
    }

    /** A store in the process is as near as a copy of its records. */
    @Test
    void recordsInMemoryAreNotCopied() {
        IdempotentExecutor local = new IdempotentExecutor(engine.memory).near(near);
        for (int i = 0; i < 4; i++) {
            local.execute(operation, ResultCodec.UTF_8, () -> "answer");
        }
        assertThat(copies).isEmpty();
    }

    private NearRecords fresh() {
        return new NearRecords(
                copies,
                BOUND,
                () -> TimeUnit.MILLISECONDS.toNanos(engine.clock.instant().toEpochMilli()));
    }

    private String call(IdempotentOperation called) {
        return executor.execute(called, ResultCodec.UTF_8, () -> "run " + engine.runs.incrementAndGet());
    }

    private void keptCopy(IdempotentOperation called) {
        call(called);
        call(called);
        assertThat(copies).containsOnlyKeys(new NearPlace(engine.store, called.storeKey()));
    }
}
