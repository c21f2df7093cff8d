package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.OperationStatus.State;
import io.github.idempotency.execution.OutageStore.Connection;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** What the owner of a call is told of it. */
class OperationStatusTests {

    private static final KeyScope SCOPE = new KeyScope("test", "orders", "");

    private final Engine engine = new Engine();

    private Optional<OperationStatus> find(KeyScope within) {
        IdempotentOperation operation = operation();
        Instant now = engine.clock.instant();
        return engine.executor.status(operation.id(), within, operation.policy(), now);
    }

    private OperationStatus status() {
        return find(SCOPE).orElseThrow();
    }

    private IdempotencyProblem problem() {
        return engine.problem(() -> status().answer());
    }

    @Test
    void thereIsNothingBeforeTheFirstCall() {
        assertThat(find(SCOPE)).isEmpty();
    }

    @Test
    void thereIsNothingForAnotherOwnerScopeOrApplication() {
        engine.call(operation());
        assertThat(find(new KeyScope("test", "orders", "mallory"))).isEmpty();
        assertThat(find(new KeyScope("test", "refunds", ""))).isEmpty();
        assertThat(find(new KeyScope("other", "orders", ""))).isEmpty();
        assertThat(find(SCOPE)).isPresent();
    }

    @Test
    void aRunningCallSaysWhenToAskAgain() {
        engine.begin(operation());
        engine.clock.advance(Duration.ofSeconds(4));
        assertThat(status().state()).isEqualTo(State.IN_PROGRESS);
        assertThat(status().retryAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(status().expiresAt()).isNull();
        assertThat(problem()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void aCompletedCallHasItsAnswerAndAskingCountsAsNoReplay() {
        engine.call(operation());
        var before = engine.record(operation());
        assertThat(status().state()).isEqualTo(State.COMPLETED);
        assertThat(status().retryAfter()).isNull();
        assertThat(status().expiresAt()).isEqualTo(before.expiresAt());
        assertThat(status().answer().<String>read(String::new)).isEqualTo("run 1");
        assertThat(engine.record(operation())).isEqualTo(before);
    }

    @Test
    void aStoredFailureIsOne() {
        engine.begin(operation()).complete(new Result(Outcome.FAILED, new byte[0]));
        assertThat(status().state()).isEqualTo(State.FAILED);
        assertThat(status().retained()).isTrue();
    }

    @Test
    void anAnswerThatWasNotKeptIsNotGiven() {
        engine.begin(operation()).complete(Result.notRetained(Outcome.SUCCEEDED));
        assertThat(status().state()).isEqualTo(State.COMPLETED);
        assertThat(status().retained()).isFalse();
        assertThat(problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    @Test
    void anAnswerWhoseTimeIsOverIsNotGivenAnyMore() {
        var policy = IdempotencyPolicy.DEFAULT.withResultTtl(Duration.ofMinutes(1));
        engine.call(operation().with(policy));
        assertThat(status().retained()).isTrue();
        var expiresAt = status().expiresAt();
        engine.clock.advance(Duration.ofMinutes(1));
        assertThat(status().state()).isEqualTo(State.COMPLETED);
        assertThat(status().retained()).isFalse();
        assertThat(status().expiresAt()).isEqualTo(expiresAt);
        assertThat(problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    @Test
    void aCallThatWasGivenFreeIsPending() {
        engine.begin(operation()).fail();
        assertThat(status().state()).isEqualTo(State.PENDING);
        assertThat(problem()).isEqualTo(IdempotencyProblem.OPERATION_NOT_FOUND);
    }

    @Test
    void anUnknownOutcomeIsUnknown() {
        engine.begin(Engine.irreversible()).fail();
        assertThat(status().state()).isEqualTo(State.UNKNOWN);
        assertThat(problem()).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
    }

    /** A node's clock may be ahead of the store's, so it says so a lease later, and changes nothing. */
    @Test
    void aCallWhoseOwnerDiedDoesNotRunForEver() {
        engine.claimElsewhere(operation());
        engine.clock.advance(Engine.LEASE.multipliedBy(2));
        assertThat(status().state()).isEqualTo(State.IN_PROGRESS);
        engine.clock.advance(Duration.ofMillis(1));
        assertThat(status().state()).isEqualTo(State.PENDING);
        assertThat(engine.call(operation())).isEqualTo("run 1");
    }

    @Test
    void anIrreversibleCallWhoseOwnerDiedIsUnknown() {
        engine.claimElsewhere(Engine.irreversible());
        engine.clock.advance(Engine.LEASE.multipliedBy(2).plusMillis(1));
        assertThat(status().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aStoreThatCannotBeAskedIsNoMissingOperation() {
        engine.call(operation());
        engine.store.connection = Connection.NOTHING_ARRIVES;
        assertThat(engine.problem(this::status)).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
    }
}
