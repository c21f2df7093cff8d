package io.github.idempotency.execution;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.fingerprint;
import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** What a call gets, by what stands under its key. */
class AnswerTests {

    private final Engine engine = new Engine();

    @Test
    void aFirstCallRuns() {
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED);
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.COMPLETED);
    }

    @Test
    void theResultIsStoredBeforeTheCallerSeesIt() {
        engine.call(operation());
        assertThat(engine.store.asked).containsExactly("claim", "complete");
    }

    @Test
    void aRetryGetsTheFirstAnswerAndDoesNotRun() {
        engine.call(operation());
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.runs).hasValue(1);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.REPLAYED);
        assertThat(engine.record(operation()).replays()).isEqualTo(2);
    }

    @Test
    void anotherKeyIsAnotherExecution() {
        engine.call(operation("a"));
        assertThat(engine.call(operation("b"))).isEqualTo("run 2");
    }

    @Test
    void anAnswerIsForgottenAfterItsTtl() {
        engine.call(operation());
        engine.clock.advance(IdempotencyPolicy.DEFAULT.ttl());
        assertThat(engine.call(operation())).isEqualTo("run 2");
    }

    @Test
    void aDuplicateOfARunningCallIsRefusedAndToldWhenToComeBack() {
        engine.begin(operation());
        engine.clock.advance(Duration.ofSeconds(4));
        IdempotencyException refusal = engine.refusal(() -> engine.call(operation()));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        // It has run for four seconds, so it may well take four more.
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(4));
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.IN_PROGRESS);
    }

    @Test
    void patienceIsAtLeastASecondAndNeverBeyondTheLease() {
        engine.begin(operation());
        assertThat(engine.refusal(() -> engine.call(operation())).retryAfter()).contains(Duration.ofSeconds(1));
        engine.clock.advance(Duration.ofSeconds(25));
        assertThat(engine.refusal(() -> engine.call(operation())).retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void aUsedKeyWithAnotherRequestIsRefusedAndTheRecordUntouched() {
        engine.call(operation().with(fingerprint("a")));
        var before = engine.record(operation());
        IdempotencyException refusal =
                engine.refusal(() -> engine.call(operation().with(fingerprint("b"))));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.KEY_REUSED);
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(engine.record(operation())).isEqualTo(before);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.MISMATCH);
    }

    @Test
    void replayOriginalGivesTheFirstAnswerToAnotherRequest() {
        var lenient = operation().with(IdempotencyPolicy.DEFAULT.withOnMismatch(MismatchPolicy.REPLAY_ORIGINAL));
        engine.call(lenient.with(fingerprint("a")));
        assertThat(engine.call(lenient.with(fingerprint("b")))).isEqualTo("run 1");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED);
    }

    @Test
    void anUnknownOutcomeIsRefusedWithoutATimeToComeBack() {
        engine.begin(operation());
        engine.memory.markUnknown(
                operation().storeKey(), engine.record(operation()).token());
        IdempotencyException refusal = engine.refusal(() -> engine.call(operation()));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.UNKNOWN);
    }

    @Test
    void anAnswerThatWasNotRetainedIsRefusedAndNotMadeAgain() {
        engine.begin(operation()).complete(Result.notRetained(Outcome.SUCCEEDED));
        IdempotencyException refusal = engine.refusal(() -> engine.call(operation()));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(engine.runs).hasValue(0);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.NOT_RETAINED, Type.GONE);
    }

    @Test
    void anExpiredClaimOfRepeatableWorkIsTakenOver() {
        engine.claimElsewhere(operation());
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.call(operation())).isEqualTo("run 1");
        assertThat(engine.types()).containsExactly(Type.TAKEN_OVER, Type.COMPLETED);
        assertThat(engine.record(operation()).attempt()).isEqualTo(2);
    }

    @Test
    void anExpiredClaimOfIrreversibleWorkIsNeverRunAgain() {
        engine.claimElsewhere(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        assertThat(engine.problem(() -> engine.call(Engine.irreversible())))
                .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void noMessageContainsTheKey() {
        var secret = operation("secret-key");
        engine.begin(secret);
        assertThat(engine.refusal(() -> engine.call(secret))).hasMessageNotContaining("secret-key");
        assertThat(secret.toString()).doesNotContain("secret-key");
    }
}
