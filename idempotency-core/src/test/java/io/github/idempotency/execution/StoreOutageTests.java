package io.github.idempotency.execution;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.OutageStore.Connection;
import io.github.idempotency.execution.OutageStore.StoreOutage;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** What calls get while the store cannot be reached. */
class StoreOutageTests {

    private final Engine engine = new Engine();

    @Test
    void nothingRunsWithoutAClaim() {
        engine.store.connection = Connection.NOTHING_ARRIVES;
        IdempotencyException refusal = engine.refusal(() -> engine.call(operation()));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refusal).hasCauseInstanceOf(StoreOutage.class);
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.STORE_ERROR);
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void aClaimWhoseReplyWasLostRunsNothingAndBlocksTheKeyForOneLeaseOnly() {
        engine.store.connection = Connection.REPLIES_ARE_LOST;
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
        engine.store.connection = Connection.UP;
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.call(operation())).isEqualTo("run 1");
    }

    @Test
    void theAnswerIsGivenWhenItCannotBeStoredYet() {
        assertThat(callThatLosesTheStore(Connection.NOTHING_ARRIVES)).isEqualTo("run 1");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.STORE_ERROR);
    }

    @Test
    void duplicatesAreRefusedUntilTheResultLands() {
        callThatLosesTheStore(Connection.NOTHING_ARRIVES);
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.memory.claim(operation().claimRequest()))
                .as("in another process")
                .isInstanceOf(Claim.InProgress.class);
        assertThat(engine.runs).hasValue(1);
    }

    @Test
    void theResultLandsAtTheKeepersNextVisit() {
        callThatLosesTheStore(Connection.NOTHING_ARRIVES);
        engine.scheduler.tick();
        assertThat(engine.scheduler.active()).hasSize(1);
        engine.store.connection = Connection.UP;
        engine.scheduler.tick();
        assertThat(engine.scheduler.active()).isEmpty();
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.types())
                .containsExactly(Type.STARTED, Type.STORE_ERROR, Type.STORE_ERROR, Type.COMPLETED, Type.REPLAYED);
    }

    /** A store is mostly gone for a moment: what is owed to it until the next visit could be lost with the process. */
    @Test
    void theResultIsBroughtLongBeforeTheKeepersNextVisit() {
        callThatLosesTheStore(Connection.NOTHING_ARRIVES);
        engine.store.connection = Connection.UP;
        assertThat(engine.scheduler.runDelayed()).isEqualTo(100);
        assertThat(engine.memory.find(operation().storeKey()))
                .hasValueSatisfying(record -> assertThat(record.state()).isEqualTo(RecordState.COMPLETED));
        assertThat(engine.scheduler.active()).isEmpty();
        assertThat(engine.scheduler.runDelayed()).as("nothing is left to bring").isZero();
    }

    @Test
    void whileTheStoreFailsItIsToldEverMoreRarelyAndOneResultStandsForAll() {
        for (String key : List.of("a", "b", "c")) {
            Execution execution = engine.begin(operation(key));
            engine.store.connection = Connection.NOTHING_ARRIVES;
            execution.complete(Result.notRetained(Outcome.SUCCEEDED));
            engine.store.connection = Connection.UP;
        }
        engine.store.connection = Connection.NOTHING_ARRIVES;
        engine.store.asked.clear();
        assertThat(Stream.generate(engine.scheduler::runDelayed).limit(8))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
        assertThat(engine.store.asked).hasSize(8).containsOnly("complete");
        engine.store.connection = Connection.UP;
        engine.scheduler.runDelayed();
        assertThat(engine.keeper.inFlight()).isZero();
        assertThat(engine.scheduler.runDelayed()).isZero();
    }

    @Test
    void aResultThatIsNeverTakenKeepsNoOtherFromLanding() {
        List<String> keys = List.of("a", "b", "c", "d");
        for (String key : keys) {
            Execution execution = engine.begin(operation(key));
            engine.store.connection = Connection.NOTHING_ARRIVES;
            execution.complete(Result.notRetained(Outcome.SUCCEEDED));
            engine.store.connection = Connection.UP;
        }
        keys.subList(0, 2)
                .forEach(key -> engine.store.refused.add(operation(key).storeKey()));
        assertThat(Stream.generate(engine.scheduler::runDelayed).limit(5))
                .as("as soon as others land the store is there")
                .containsExactly(100L, 200L, 400L, 100L, 200L);
        assertThat(engine.keeper.inFlight()).isEqualTo(2);
        engine.store.refused.clear();
        engine.scheduler.runDelayed();
        assertThat(engine.keeper.inFlight()).isZero();
    }

    @Test
    void aResultWhoseConfirmationWasLostIsFoundToHaveLanded() {
        assertThat(callThatLosesTheStore(Connection.REPLIES_ARE_LOST)).isEqualTo("run 1");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.COMPLETED);
        engine.store.connection = Connection.UP;
        engine.scheduler.tick();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.STORE_ERROR, Type.COMPLETED);
        assertThat(engine.scheduler.active()).isEmpty();
    }

    @Test
    void aResultThatComesTooLateIsThrownAway() {
        callThatLosesTheStore(Connection.NOTHING_ARRIVES);
        engine.store.connection = Connection.UP;
        engine.clock.advance(Engine.LEASE);
        engine.claimElsewhere(operation());
        engine.scheduler.tick();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.STORE_ERROR, Type.LOST);
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(engine.scheduler.active()).isEmpty();
    }

    private String callThatLosesTheStore(Connection connection) {
        return engine.executor.execute(operation(), ResultCodec.UTF_8, () -> {
            engine.store.connection = connection;
            return "run " + engine.runs.incrementAndGet();
        });
    }

    @Test
    void whereThePolicySaysSoACallRunsUnprotectedAndIsCounted() {
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        var open = Engine.operation()
                .with(IdempotencyPolicy.DEFAULT.withOnStoreFailure(StoreFailurePolicy.RUN_UNPROTECTED));
        assertThat(engine.call(open)).isEqualTo("run 1");
        assertThat(engine.call(open)).isEqualTo("run 2");
        assertThat(engine.types()).containsExactly(Type.STORE_ERROR, Type.FAIL_OPEN, Type.STORE_ERROR, Type.FAIL_OPEN);
    }

    /** The lease is over when the store comes back, and the duplicate is faster than the keeper's next visit. */
    @Test
    void aDuplicateInThisProcessNeverRunsBeforeADueResultHasLanded() {
        engine.store.connection = Connection.UP;
        Execution first = engine.begin(operation());
        engine.store.connection = Connection.NOTHING_ARRIVES;
        first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        engine.clock.advance(Engine.LEASE.multipliedBy(2));

        engine.store.connection = Connection.UP;

        assertThat(engine.call(operation())).isEqualTo("first");
        assertThat(engine.runs).hasValue(0);
    }

    /** Nobody visits any more, so it is the duplicates that bring the result; once it has landed they are replayed. */
    @Test
    void aDueResultOfAClosedKeeperIsForgottenOnceItHasLanded() {
        engine.keeper.close();
        callThatLosesTheStore(Connection.NOTHING_ARRIVES);
        assertThat(engine.problem(() -> engine.call(operation()))).isEqualTo(IdempotencyProblem.IN_PROGRESS);

        engine.store.connection = Connection.UP;

        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.keeper.inFlight()).isZero();
    }
}
