package io.github.idempotency.store.jdbc;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a call costs: statements, and connections taken from the pool. */
abstract class JdbcRoundTripsCase {

    private final JdbcPool pool;

    private CountingDataSource database;

    private JdbcIdempotencyStore store;

    private IdempotentExecutor executor;

    JdbcRoundTripsCase(JdbcPool pool) {
        this.pool = pool;
    }

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

    /** By the same statement; no other is asked for it. */
    @Test
    void aCompletionSaysWhenTheResultExpiresIfTheDatabaseCan() {
        Execution running = begin("expiring");

        running.complete(new Result(Outcome.SUCCEEDED, new byte[1]));

        assertCost(2, 2);
        if (pool.dialect() == JdbcDialect.MARIADB) {
            assertThat(running.expiresAt()).isEmpty();
        } else {
            assertThat(running.expiresAt())
                    .isEqualTo(store.find(operation("expiring").storeKey()).map(IdempotencyRecord::expiresAt));
        }
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
        Execution running = begin("in-flight");
        database.reset();

        assertThatThrownBy(() -> run("in-flight")).isInstanceOf(IdempotencyException.class);

        assertCost(1, 1);
        running.release();
    }

    final void claimWhatWasReleased() {
        begin("released").release();
        database.reset();

        begin("released").release();
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

    /** The first of a claim also deletes what earlier claims have left. */
    @Test
    void anAppendIsOneStatementHoweverManyFramesItBrings() {
        Execution running = begin("streamed");
        long token = running.context().fencingToken();
        StoreKey key = operation("streamed").storeKey();
        List<byte[]> frames = Collections.nCopies(100, new byte[100]);
        database.reset();

        store.append(key, token, 0, frames);
        assertCost(1, 2);
        database.reset();
        store.append(key, token, 100, frames);
        assertCost(1, 1);
        database.reset();
        assertThat(store.frames(key, 0, 1000).orElseThrow().frames()).hasSize(200);
        assertCost(1, 1);
        running.release();
    }

    final Execution begin(String key) {
        return (Execution) executor.begin(operation(key));
    }

    final void assertCost(int connections, int roundTrips) {
        assertThat(database.connections()).isEqualTo(connections);
        assertThat(database.roundTrips()).isEqualTo(roundTrips);
    }

    final void run(String key) {
        executor.execute(operation(key), ResultCodec.UTF_8, () -> "answer");
    }

    static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope("test", "round-trips", ""), key);
    }
}
