package io.github.idempotency.execution;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.TotallingIdempotencyStore;

/**
 * The sums of one application over all its nodes, in one of its stores: the default one, or else the first by name that
 * can keep them. Thread-safe.
 */
public final class SharedCounters {

    private final @Nullable TotallingIdempotencyStore store;

    private final String application;

    /** @param namespace the application's, as in {@link KeyScope} */
    public SharedCounters(IdempotencyStores stores, String namespace) {
        this.store = stores.find(null)
                .filter(TotallingIdempotencyStore.class::isInstance)
                .or(() -> stores.all().values().stream()
                        .filter(TotallingIdempotencyStore.class::isInstance)
                        .findFirst())
                .map(TotallingIdempotencyStore.class::cast)
                .orElse(null);
        this.application = namespace;
    }

    /** Whether any store of the application can keep sums; the other methods throw if none can. */
    public boolean kept() {
        return store != null;
    }

    /** As {@link TotallingIdempotencyStore#add}. */
    public void add(CounterFlush flush) {
        keeping().add(application, flush);
    }

    /** As {@link TotallingIdempotencyStore#totals}. */
    public Map<Counter, Long> totals() {
        return keeping().totals(application);
    }

    /** As {@link TotallingIdempotencyStore#lastHour}. */
    public CounterHistory lastHour() {
        return keeping().lastHour(application);
    }

    private TotallingIdempotencyStore keeping() {
        if (store == null) {
            throw new IllegalStateException("None of the application's stores is a TotallingIdempotencyStore");
        }
        return store;
    }
}
