package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/**
 * The intents of an application in each of its stores that can tell them, store after store by name. Reads and changes
 * nothing. Thread-safe.
 */
public final class IntentLogs {

    private final Map<String, IntentLog> byStore = new TreeMap<>();

    private final IdempotencyStores stores;

    /** @param namespace the application's, as in {@link KeyScope} */
    public IntentLogs(IdempotencyStores stores, String namespace) {
        this.stores = stores;
        stores.all().forEach((name, store) -> {
            if (store instanceof RecoverableIdempotencyStore recoverable) {
                byStore.put(name, new IntentLog(recoverable, namespace));
            }
        });
    }

    /** One log for each store that has one, by the store's name; none if no store can tell. */
    public Map<String, IntentLog> all() {
        return byStore;
    }

    /**
     * A page of one store. It names the store that the next one is of, in front of a colon and of that store's own word.
     *
     * @throws IllegalArgumentException if {@code after} is not what a page before said
     * @throws IllegalStateException if no store can tell
     */
    public IntentPage page(@Nullable String after, int limit) {
        List<String> names = new ArrayList<>(byStore.keySet());
        if (names.isEmpty()) {
            throw new IllegalStateException(
                    "None of the stores " + stores.all().keySet() + " is a RecoverableIdempotencyStore");
        }
        String place = after == null ? names.get(0) + ":" : after;
        int colon = place.indexOf(':');
        Map.Entry<String, IntentLog> named = named(place.substring(0, Math.max(0, colon)))
                .orElseThrow(() -> new IllegalArgumentException("'" + after + "' is no page of intents"));
        String within = place.substring(colon + 1);
        IntentPage page = named.getValue().page(within.isEmpty() ? null : within, limit);
        int following = names.indexOf(named.getKey()) + 1;
        if (page.next() != null) {
            return new IntentPage(page.intents(), named.getKey() + ":" + page.next());
        }
        return following == names.size() ? page : new IntentPage(page.intents(), names.get(following) + ":");
    }

    /** The stores know better than a map what names are equal: a plus sign, for one, does not survive every URL. */
    private Optional<Map.Entry<String, IntentLog>> named(String text) {
        Optional<IdempotencyStore> store = text.isEmpty() ? Optional.empty() : stores.find(text);
        return store.flatMap(found -> byStore.entrySet().stream()
                .filter(log -> log.getValue().store() == found)
                .findFirst());
    }

    /**
     * The log of the store that has an unfinished record of the application under that key; empty if none has.
     *
     * @throws RuntimeException of a store that could not be asked, if no other one has it
     */
    public Optional<IntentLog> holding(StoreKey key) {
        RuntimeException unasked = null;
        for (IntentLog log : byStore.values()) {
            try {
                if (log.scopeOf(key).isPresent()) {
                    return Optional.of(log);
                }
            } catch (RuntimeException ex) {
                unasked = ex;
            }
        }
        if (unasked != null) {
            throw unasked;
        }
        return Optional.empty();
    }
}
