package io.github.idempotency.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/**
 * What one application meant to do and has no outcome of, whichever node meant it, in one store. Others may keep their records in the
 * same store: theirs are never told. Reads and changes nothing. Thread-safe.
 */
public final class IntentLog {

    private final RecoverableIdempotencyStore store;

    private final String namespace;

    /** @param namespace the application's, as in {@link KeyScope} */
    public IntentLog(RecoverableIdempotencyStore store, String namespace) {
        this.store = store;
        this.namespace = namespace;
    }

    /** The store that keeps them. */
    public RecoverableIdempotencyStore store() {
        return store;
    }

    /**
     * As {@link RecoverableIdempotencyStore#intents}, with the scopes of the application.
     *
     * @throws IllegalArgumentException if {@code after} is not what a page before said
     */
    public IntentPage page(@Nullable String after, int limit) {
        IntentPage page = store.intents(after, limit);
        List<Intent> own = page.intents().stream()
                .flatMap(intent -> scope(intent.scope())
                        .map(scope -> new Intent(intent.key(), scope, intent.record(), intent.observedAt()))
                        .stream())
                .toList();
        return new IntentPage(own, page.next());
    }

    /** The scope of an unfinished record of the application; empty if there is no such record. */
    public Optional<String> scopeOf(StoreKey key) {
        return store.find(key).map(IdempotencyRecord::scope).flatMap(this::scope);
    }

    /**
     * Tells every intent once, page by page, until the visitor has enough or the thread is interrupted.
     *
     * @param visitor whether it wants to be told more
     */
    public void walk(int pageSize, Predicate<Intent> visitor) {
        Set<StoreKey> told = new HashSet<>();
        String next = null;
        do {
            IntentPage page = page(next, pageSize);
            for (Intent intent : page.intents()) {
                if (told.add(intent.key()) && !visitor.test(intent)) {
                    return;
                }
            }
            next = page.next();
        } while (next != null && !Thread.currentThread().isInterrupted());
    }

    /** A node that died during its turn of recovery has left nothing that anybody waits for. */
    private Optional<String> scope(String recorded) {
        return KeyScope.recordedIn(namespace, recorded).filter(scope -> !scope.equals(IdempotencyRecovery.SCOPE));
    }
}
