package io.github.idempotency.execution;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.StoreFailurePolicy;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** A store that has answered, with something that nobody understands; an answer that does not open. */
class UnreadableTests {

    private final Engine engine = new Engine();

    private final IdempotentExecutor unreadable =
            new IdempotentExecutor(new Unreadable(engine.memory), engine.keeper, engine.events::add);

    /** Reads no record but the first one. */
    private record Unreadable(IdempotencyStore store) implements IdempotencyStore {

        @Override
        public Claim claim(ClaimRequest request) {
            Claim claim = store.claim(request);
            if (claim instanceof Claim.Acquired) {
                return claim;
            }
            throw new UnreadableRecordException("no record");
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            throw new UnreadableRecordException("no record");
        }

        @Override
        public boolean release(StoreKey key, long token) {
            throw new UnreadableRecordException("no record");
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            throw new UnreadableRecordException("no record");
        }
    }

    private String call(IdempotentExecutor executor, IdempotentOperation operation) {
        return executor.execute(operation, ResultCodec.UTF_8, () -> "run " + engine.runs.incrementAndGet());
    }

    @Test
    void nothingRunsNotEvenWhereCallsRunWhileTheStoreIsAway() {
        engine.call(operation());
        IdempotentOperation lenient =
                operation().with(IdempotencyPolicy.DEFAULT.withOnStoreFailure(StoreFailurePolicy.RUN_UNPROTECTED));
        assertThat(engine.problem(() -> call(unreadable, lenient))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(engine.refusal(() -> call(unreadable, operation())).retryAfter())
                .isEmpty();
        assertThat(engine.runs).hasValue(1);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.UNREADABLE, Type.UNREADABLE);
    }

    /** The effect has happened; bringing the result again would not help. */
    @Test
    void theAnswerOfAnOwnerWhoseRecordBecameUnreadableIsGivenAndItsClaimIsLost() {
        assertThat(call(unreadable, operation())).isEqualTo("run 1");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.LOST);
        assertThat(engine.scheduler.active()).isEmpty();
    }

    private IdempotentExecutor sealing(boolean seals, boolean opens) {
        return engine.executor.sealing(new ResultEnvelope() {

            @Override
            public byte[] seal(StoreKey key, Result result, byte[] answer) {
                if (!seals) {
                    throw new IllegalStateException("no key");
                }
                return new byte[] {42};
            }

            @Override
            public byte[] open(StoreKey key, Result result, byte[] sealed, long maxSize) {
                if (!opens) {
                    throw new IllegalStateException("no key");
                }
                return "opened".getBytes();
            }
        });
    }

    @Test
    void anAnswerGoesSealedToTheStoreAndComesBackOpened() {
        IdempotentExecutor sealing = sealing(true, true);
        assertThat(call(sealing, operation())).isEqualTo("run 1");
        assertThat(engine.record(operation()).result().bytes()).containsExactly(42);
        assertThat(call(sealing, operation())).isEqualTo("opened");
    }

    @Test
    void anAnswerThatCannotBeSealedIsGivenAndNotMadeAgain() {
        assertThat(call(sealing(false, true), operation())).isEqualTo("run 1");
        assertThat(engine.problem(() -> call(sealing(false, true), operation())))
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.NOT_RETAINED, Type.GONE);
    }

    @Test
    void anAnswerThatCannotBeOpenedIsRefusedAndNotMadeAgain() {
        assertThat(call(sealing(true, false), operation())).isEqualTo("run 1");
        assertThat(engine.problem(() -> call(sealing(true, false), operation())))
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(engine.runs).hasValue(1);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.UNREADABLE);
    }
}
