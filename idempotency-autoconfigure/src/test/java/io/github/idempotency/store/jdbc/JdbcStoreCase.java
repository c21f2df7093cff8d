package io.github.idempotency.store.jdbc;

import java.time.Duration;
import java.time.InstantSource;

import io.github.idempotency.test.store.ErasingStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.SequencedStoreContract;
import io.github.idempotency.test.store.TotallingStoreContract;
import io.github.idempotency.test.store.TransactionalStoreContract;

/** The whole contract on a database. */
abstract class JdbcStoreCase
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                SequencedStoreContract,
                TotallingStoreContract,
                TransactionalStoreContract,
                ErasingStoreContract {

    private final JdbcPool pool;

    private final InstantSource clock;

    private final JdbcIdempotencyStore store;

    /** @param clock the database's */
    JdbcStoreCase(JdbcPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.store = pool.store();
    }

    @Override
    public JdbcIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(clock, duration);
    }

    @Override
    public void write(String text) {
        pool.write(text);
    }

    @Override
    public boolean isWritten(String text) {
        return pool.isWritten(text);
    }

    @Override
    public boolean holds(byte[] bytes) {
        return pool.holds(bytes);
    }
}
