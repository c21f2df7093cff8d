package io.github.idempotency.store.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreTransaction;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/** Which stores begin transactions that others can write in on given connections: each is tried once. Thread-safe. */
final class JoinableStores {

    private static final Logger log = LoggerFactory.getLogger(JdbcCostLedger.class);

    private final Map<IdempotencyStore, Boolean> tried = new ConcurrentHashMap<>();

    private final JdbcConnections connections;

    JoinableStores(JdbcConnections connections) {
        this.connections = connections;
    }

    boolean contains(IdempotencyStore store) {
        return store instanceof TransactionalIdempotencyStore transactional
                && tried.computeIfAbsent(store, any -> isJoined(transactional));
    }

    private boolean isJoined(TransactionalIdempotencyStore store) {
        try {
            StoreTransaction transaction = store.begin();
            try {
                connections.joined(connection -> connection);
                return true;
            } finally {
                transaction.rollback();
            }
        } catch (IllegalStateException ex) {
            log.warn("Keys are charged after their answers are stored, and not together with them", ex);
            return false;
        }
    }
}
