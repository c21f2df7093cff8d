package io.github.idempotency.test.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/** A store and its database in memory, whose transactions are right in every respect but one. */
final class FaultyTransactions implements TransactionalIdempotencyStore {

    private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore();

    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    private final TransactionFault fault;

    FaultyTransactions(TransactionFault fault) {
        this.fault = fault;
    }

    void write(String text) {
        Open open = current.get();
        if (open == null || fault == TransactionFault.WRITES_AT_ONCE) {
            written.add(text);
        } else {
            open.steps.add(() -> written.add(text));
        }
    }

    boolean isWritten(String text) {
        return written.contains(text);
    }

    @Override
    public StoreTransaction begin() {
        Open open = new Open(current.get());
        current.set(open);
        return open;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return records.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return records.complete(key, token, result, retention);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        Open open = current.get();
        if (open != null && fault == TransactionFault.RELEASE_JOINS) {
            return open.steps.add(() -> records.release(key, token));
        }
        return records.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return records.markUnknown(key, token);
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        return records.find(key);
    }

    @Override
    public boolean delete(StoreKey key) {
        return records.delete(key);
    }

    private final class Open implements StoreTransaction {

        private final @Nullable Open outer;

        private final List<Runnable> steps = new ArrayList<>();

        Open(@Nullable Open outer) {
            this.outer = outer;
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            IdempotencyRecord record = records.find(key).orElse(null);
            boolean own = record != null && record.state() == RecordState.IN_PROGRESS && record.token() == token;
            if (!own && fault != TransactionFault.COMPLETION_IGNORES_TOKEN) {
                return new Completion.Lost(record);
            }
            if (fault == TransactionFault.COMPLETES_AT_ONCE) {
                return records.complete(key, token, result, retention);
            }
            steps.add(() -> records.complete(key, token, result, retention));
            return new Completion.Stored();
        }

        @Override
        public void commit() {
            current.set(outer);
            if (outer != null && fault == TransactionFault.JOINS_SURROUNDING) {
                outer.steps.addAll(steps);
            } else {
                steps.forEach(Runnable::run);
            }
        }

        @Override
        public void rollback() {
            current.set(outer);
            if (fault == TransactionFault.ROLLBACK_COMMITS) {
                steps.forEach(Runnable::run);
            }
        }
    }
}
