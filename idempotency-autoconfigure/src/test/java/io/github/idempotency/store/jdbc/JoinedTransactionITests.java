package io.github.idempotency.store.jdbc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.store.RunningClock;

import static io.github.idempotency.store.jdbc.Bookings.MOMENT;
import static io.github.idempotency.store.jdbc.Bookings.brief;
import static io.github.idempotency.store.jdbc.Bookings.irreversible;
import static io.github.idempotency.store.jdbc.Bookings.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a guarded call writes commits with its answer or not at all. Broken on purpose to see these fail: the completion
 * on a connection of its own instead of the transaction's; a commit whatever the completion said; no rollback of an
 * action that throws.
 */
class JoinedTransactionITests {

    private static final int CALLERS = 8;

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 2 * CALLERS);

    private final Bookings here = new Bookings(pool.dataSource());

    private final Bookings elsewhere = new Bookings(pool.dataSource());

    static Stream<IdempotentOperation> operations() {
        return Stream.of(operation(), irreversible());
    }

    @Test
    void effectAndAnswerAreSeenAtOnce() {
        IdempotentOperation operation = operation();

        here.call(operation, () -> {
            here.write(operation, "ada");
            assertThat(here.booked(operation)).isEmpty();
            assertThat(elsewhere.record(operation).state()).isEqualTo(RecordState.IN_PROGRESS);
            return "ada";
        });

        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(pool.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anActionThatThrowsLeavesNothingAndTheKeyFree(IdempotentOperation operation) {
        assertThatThrownBy(() -> here.call(operation, () -> {
                    here.write(operation, "ada");
                    throw new IllegalStateException("declined");
                }))
                .hasMessage("declined");

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.record(operation).state()).isEqualTo(RecordState.RELEASED);
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("bob");
        assertThat(here.events).containsExactly(Type.STARTED, Type.RELEASED);
    }

    @Test
    void aPausedOwnerThatWasTakenOverIsRolledBackAndGivesTheWinnersAnswer() {
        IdempotentOperation operation = brief(operation());

        String answer = here.call(operation, () -> {
            here.write(operation, "ada");
            RunningClock.await(postgres.clock(), MOMENT);
            assertThat(CompletableFuture.supplyAsync(() -> elsewhere.book(operation, "bob"))
                            .join())
                    .isEqualTo("bob");
            return "ada";
        });

        assertThat(answer).isEqualTo("bob");
        assertThat(here.booked(operation)).containsExactly("bob");
        assertThat(here.events).containsExactly(Type.STARTED, Type.LOST);
    }

    @Test
    void aPausedOwnerWhoseSuccessorStillRunsIsRolledBackAndRefused() {
        IdempotentOperation operation = brief(operation());

        assertThat(problem(() -> here.call(operation, () -> {
                    here.write(operation, "ada");
                    RunningClock.await(postgres.clock(), MOMENT);
                    CompletableFuture.supplyAsync(() -> elsewhere.executor.begin(operation))
                            .join();
                    return "ada";
                })))
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);

        assertThat(here.booked(operation)).isEmpty();
    }

    /** It was called unknown while it was paused; but what it wrote is rolled back, so the outcome is known. */
    @Test
    void aPausedOwnerOfIrreversibleWorkLeavesNothingAndTheKeyFree() {
        IdempotentOperation operation = brief(irreversible());

        assertThat(problem(() -> here.call(operation, () -> {
                    here.write(operation, "ada");
                    RunningClock.await(postgres.clock(), MOMENT);
                    assertThat(CompletableFuture.supplyAsync(() -> problem(() -> elsewhere.book(operation, "bob")))
                                    .join())
                            .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
                    return "ada";
                })))
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.events).containsExactly(Type.STARTED, Type.RELEASED);
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("bob");
    }

    @Test
    void manyCallersOfManyKeysWriteOneRowEach() {
        List<IdempotentOperation> operations =
                Stream.generate(Bookings::operation).limit(50).toList();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        AtomicInteger answered = new AtomicInteger();
        try {
            CompletableFuture<?>[] calls = operations.stream()
                    .flatMap(operation -> IntStream.range(0, CALLERS)
                            .mapToObj(caller -> CompletableFuture.runAsync(
                                    () -> {
                                        try {
                                            (caller % 2 == 0 ? here : elsewhere).book(operation, "caller " + caller);
                                            answered.incrementAndGet();
                                        } catch (IdempotencyException ex) {
                                            assertThat(ex.problem()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
                                        }
                                    },
                                    threads)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(calls).join();
        } finally {
            threads.shutdownNow();
        }

        assertThat(answered.get()).isGreaterThanOrEqualTo(operations.size());
        assertThat(operations)
                .allSatisfy(operation ->
                        assertThat(here.booked(operation)).hasSize(1).containsExactly(here.book(operation, "replay")));
    }

    @Test
    void innerTransactionsTakePartAndAnOuterOneIsSuspended() {
        IdempotentOperation operation = operation();
        IdempotentOperation around = operation();
        TransactionTemplate required = new TransactionTemplate(here.transactions);

        required.executeWithoutResult(outer -> {
            here.write(around, "ada");
            here.call(
                    operation,
                    () -> required.execute(inner -> {
                        assertThat(inner.isNewTransaction()).isFalse();
                        return here.write(operation, "ada");
                    }));
            outer.setRollbackOnly();
        });

        assertThat(here.booked(around)).isEmpty();
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    @Test
    void aTransactionThatInnerCodeHasGivenUpFailsTheCall() {
        IdempotentOperation operation = operation();
        TransactionTemplate required = new TransactionTemplate(here.transactions);

        assertThatThrownBy(() -> here.call(operation, () -> {
                    required.executeWithoutResult(inner -> {
                        here.write(operation, "ada");
                        inner.setRollbackOnly();
                    });
                    return "ada";
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.events).containsExactly(Type.STARTED, Type.RELEASED);
        assertThat(here.book(operation, "bob")).isEqualTo("bob");
    }

    /** PostgreSQL has given the transaction up then, and a commit would be a rollback that nobody is told of. */
    @Test
    void aStatementThatFailedUnnoticedFailsTheCall() {
        IdempotentOperation operation = operation();

        assertThat(problem(() -> here.call(operation, () -> {
                    here.write(operation, "ada");
                    try {
                        JdbcClient.create(here.dataSource)
                                .sql("SELECT 1/0")
                                .query()
                                .singleValue();
                    } catch (DataAccessException ex) {
                        // Swallowed, as applications do.
                    }
                    return "ada";
                })))
                .isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.book(operation, "bob")).isEqualTo("bob");
    }

    @Test
    void aDatabaseThatIsGoneAtTheCompletionTakesTheEffectWithIt() {
        IdempotentOperation operation = irreversible();

        assertThat(problem(() -> here.call(operation, () -> {
                    here.write(operation, "ada");
                    int session = JdbcClient.create(here.dataSource)
                            .sql("SELECT pg_backend_pid()")
                            .query(Integer.class)
                            .single();
                    CompletableFuture.runAsync(() -> JdbcClient.create(postgres.dataSource())
                                    .sql("SELECT pg_terminate_backend(" + session + ")")
                                    .query()
                                    .singleValue())
                            .join();
                    return "ada";
                })))
                .isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.events).containsExactly(Type.STARTED, Type.RELEASED);
        assertThat(here.book(operation, "bob")).isEqualTo("bob");
    }

    @Test
    void anAnswerThatIsTooLargeCommitsAllTheSame() {
        IdempotentOperation operation = operation()
                .with(IdempotencyPolicy.DEFAULT.withTransactional(true).withMaxResultSize(2));

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(problem(() -> here.book(operation, "bob"))).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    @Test
    void aRememberedExceptionIsStoredAndWhatItInterruptedIsNot() throws Exception {
        IdempotentOperation operation = irreversible();
        ResultCodecs codecs = new ResultCodecs(JsonMapper.shared());
        ResultCodec<@Nullable Object> codec =
                codecs.remembering(codecs.forType(String.class), Set.of(IllegalStateException.class));

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(() -> here.executor.execute(operation, codec, () -> {
                        here.write(operation, "ada");
                        throw new IllegalStateException("declined");
                    }))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("declined");
        }

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.events).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED);
        assertThat(here.record(operation).result().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void anExecutionWithATransactionIsEndedWhereItRan() {
        IdempotentOperation operation = operation();
        Execution execution = (Execution) here.executor.begin(operation);
        execution.call(() -> here.write(operation, "ada"));
        Result result = new Result(Outcome.SUCCEEDED, new byte[0]);

        assertThatThrownBy(() -> CompletableFuture.runAsync(() -> execution.complete(result))
                        .join())
                .hasMessageContaining("end it on the thread that ran its action");

        execution.complete(result);
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    private static IdempotencyProblem problem(Runnable call) {
        return catchThrowableOfType(IdempotencyException.class, call::run).problem();
    }
}
