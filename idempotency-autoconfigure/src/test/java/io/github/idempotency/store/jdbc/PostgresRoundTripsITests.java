package io.github.idempotency.store.jdbc;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.postgres.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a call costs: statements, and connections taken from the pool. */
class PostgresRoundTripsITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 1);

    private CountingDataSource database;

    private JdbcIdempotencyStore store;

    private IdempotentExecutor executor;

    @BeforeEach
    void count() {
        database = new CountingDataSource(pool.dataSource());
        store = new JdbcIdempotencyStore(database);
        executor = new IdempotentExecutor(store);
        database.reset();
    }

    @Test
    void aFirstExecutionIsTwoStatements() {
        run("first");

        assertCost(2, 2);
    }

    @Test
    void aReplayIsOneStatement() {
        run("replayed");
        database.reset();

        run("replayed");

        assertCost(1, 1);
    }

    @Test
    void anInFlightDuplicateIsOneStatement() {
        Execution running = (Execution) executor.begin(operation("in-flight"));
        database.reset();

        assertThatThrownBy(() -> run("in-flight")).isInstanceOf(IdempotencyException.class);

        assertCost(1, 1);
        running.release();
    }

    @Test
    void anInFlightDuplicateWritesNothing() {
        Execution running = (Execution) executor.begin(operation("unwritten"));
        String before = version("unwritten");

        assertThatThrownBy(() -> run("unwritten")).isInstanceOf(IdempotencyException.class);

        assertThat(version("unwritten")).isEqualTo(before);
        running.release();
        assertThat(version("unwritten")).isNotEqualTo(before);
    }

    @Test
    void aLostCompletionAsksOnceMoreOnTheSameConnection() {
        IdempotentOperation operation = operation("lost");
        run("lost");
        database.reset();

        Completion completion = store.complete(
                operation.storeKey(),
                1,
                Result.notRetained(Outcome.SUCCEEDED),
                operation.policy().ttl());

        assertThat(completion).isInstanceOf(Completion.Lost.class);
        assertCost(1, 2);
    }

    /** Who wrote the row last or has locked it, and where it is. */
    private static String version(String key) {
        return JdbcClient.create(pool.dataSource())
                .sql("SELECT xmin::text || ' ' || xmax::text || ' ' || ctid::text FROM idempotency_record"
                        + " WHERE record_key = ?")
                .param(operation(key).storeKey().toBytes())
                .query(String.class)
                .single();
    }

    private void assertCost(int connections, int roundTrips) {
        assertThat(database.connections()).isEqualTo(connections);
        assertThat(database.roundTrips()).isEqualTo(roundTrips);
    }

    private void run(String key) {
        executor.execute(operation(key), ResultCodec.UTF_8, () -> "answer");
    }

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "round-trips", ""), key);
    }
}
