package io.github.idempotency.execution;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;

/**
 * One executor for each store in use. They share listeners and the bound on waiting callers, but no thread: a store that
 * hangs holds up nobody who does not use it. Thread-safe.
 */
public final class IdempotentExecutors {

    private final Map<IdempotencyStore, IdempotentExecutor> byStore = new IdentityHashMap<>();

    /** As they have been asked for: every call of a guarded method does. */
    private final Map<String, IdempotentExecutor> byName = new ConcurrentHashMap<>();

    private final IdempotencyStores stores;

    private final IdempotentExecutor standard;

    /** @param standard the executor on the default store, or if there is none on any store in use */
    public IdempotentExecutors(IdempotentExecutor standard, IdempotencyStores stores) {
        this.standard = standard;
        this.stores = stores;
        stores.find(null).ifPresent(store -> byStore.put(store, standard));
        stores.all().values().forEach(store -> byStore.computeIfAbsent(store, standard::on));
    }

    /**
     * The executor on the store of that name.
     *
     * @param store null for the default store
     * @throws IllegalArgumentException if no store in use has that name, or there is no default store
     */
    public IdempotentExecutor on(@Nullable String store) {
        return store == null ? standard() : byName.computeIfAbsent(store, this::find);
    }

    private IdempotentExecutor standard() {
        if (stores.find(null).isEmpty()) {
            throw new IllegalArgumentException("There is no default store: those in use are "
                    + stores.all().keySet());
        }
        return standard;
    }

    private IdempotentExecutor find(String store) {
        return stores.find(store)
                .map(byStore::get)
                .orElseThrow(() -> new IllegalArgumentException("There is no store '" + store
                        + "' in use: those in use are " + stores.all().keySet()));
    }
}
