package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is gone before its key is free. Broken on purpose to see these fail: each of the three ways to a
 * completion without the retention of the result.
 */
class ResultTtlTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Engine engine = new Engine();

    private final IdempotentOperation operation = Engine.operation()
            .with(IdempotencyPolicy.DEFAULT.withTtl(Duration.ofHours(1)).withResultTtl(MINUTE));

    @Test
    void aRetryGetsTheAnswerWhileItIsKeptAndIsRefusedUntilTheKeyIsFree() {
        assertThat(engine.call(operation)).isEqualTo("run 1");
        engine.clock.advance(MINUTE.minusMillis(1));
        assertThat(engine.call(operation)).isEqualTo("run 1");

        engine.clock.advance(Duration.ofMillis(1));
        assertThat(engine.problem(() -> engine.call(operation))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        engine.clock.advance(Duration.ofMinutes(59).minusMillis(1));
        assertThat(engine.problem(() -> engine.call(operation))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED, Type.GONE, Type.GONE);

        engine.clock.advance(Duration.ofMillis(1));
        assertThat(engine.call(operation)).isEqualTo("run 2");
    }

    @Test
    void anotherRequestIsStillAnotherRequest() {
        IdempotentOperation mine = operation.with(Engine.fingerprint("mine"));
        engine.call(mine);
        engine.clock.advance(MINUTE);

        assertThat(engine.problem(() -> engine.call(operation.with(Engine.fingerprint("other")))))
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
    }

    @Test
    void theExpiryThatIsToldIsTheKeys() {
        Instant expected = engine.clock.instant().plus(Duration.ofHours(1));
        Execution first = engine.begin(operation);
        first.complete(new Result(Outcome.SUCCEEDED, "first".getBytes()));
        assertThat(first.expiresAt()).contains(expected);

        assertThat(((Replay) engine.executor.begin(operation)).expiresAt()).isEqualTo(expected);
    }

    /** Somebody looked when its lease was over, and the owner brings its answer all the same. */
    @Test
    void anAnswerThatSettlesAnUnknownOutcomeIsKeptNoLonger() {
        IdempotentOperation irreversible = operation.with(operation.policy().withEffect(Effect.IRREVERSIBLE));
        Execution late = engine.begin(irreversible);
        engine.clock.advance(Engine.LEASE);
        engine.problem(() -> engine.call(irreversible));
        late.complete(new Result(Outcome.SUCCEEDED, "late".getBytes()));
        assertThat(engine.call(irreversible)).isEqualTo("late");

        engine.clock.advance(MINUTE);

        assertThat(engine.problem(() -> engine.call(irreversible))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    @Test
    void anAnswerThatIsStoredByATransactionIsKeptNoLonger() {
        Execution execution = engine.begin(operation);
        OwnedRecord record = new OwnedRecord(
                operation,
                execution.context().fencingToken(),
                new Charging(engine.memory, CostLedger.NONE, engine.keeper.charges(), false));
        Result[] stored = new Result[1];
        StoreTransaction transaction = new StoreTransaction() {

            @Override
            public Completion complete(StoreKey key, long token, Result result, Duration retention) {
                stored[0] = result;
                return new Completion.Stored();
            }

            @Override
            public void commit() {}

            @Override
            public void rollback() {}
        };

        record.complete(transaction, new Result(Outcome.SUCCEEDED, new byte[0]));

        assertThat(stored[0].retention()).isEqualTo(MINUTE);
        execution.release();
    }
}
