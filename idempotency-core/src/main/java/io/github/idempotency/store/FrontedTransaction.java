package io.github.idempotency.store;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A transaction that tells, once it has been committed, which records it has completed. */
final class FrontedTransaction implements StoreTransaction {

    private final StoreTransaction transaction;

    private final Consumer<StoreKey> committed;

    private final Set<StoreKey> completed = new LinkedHashSet<>();

    FrontedTransaction(StoreTransaction transaction, Consumer<StoreKey> committed) {
        this.transaction = transaction;
        this.committed = committed;
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        Completion completion = transaction.complete(key, token, result, retention);
        if (completion instanceof Completion.Stored) {
            completed.add(key);
        }
        return completion;
    }

    @Override
    public void commit() {
        transaction.commit();
        completed.forEach(committed);
    }

    @Override
    public void rollback() {
        transaction.rollback();
    }
}
