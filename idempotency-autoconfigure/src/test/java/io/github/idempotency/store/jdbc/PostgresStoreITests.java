package io.github.idempotency.store.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.store.ErasingStoreContract;
import io.github.idempotency.test.store.IdempotencyStoreContract;
import io.github.idempotency.test.store.InspectableStoreContract;
import io.github.idempotency.test.store.RecoverableStoreContract;
import io.github.idempotency.test.store.RenewableStoreContract;
import io.github.idempotency.test.store.RunningClock;
import io.github.idempotency.test.store.TransactionalStoreContract;

/** The whole contract on PostgreSQL. */
class PostgresStoreITests
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                TransactionalStoreContract,
                ErasingStoreContract {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 64);

    private final JdbcIdempotencyStore store = pool.store();

    @Override
    public JdbcIdempotencyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        RunningClock.await(postgres.clock(), duration);
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
