package io.github.idempotency.store;

import java.util.Map;

/** A store that can say what its promise rests on, as it is configured. */
public interface DiagnosableIdempotencyStore extends IdempotencyStore {

    /**
     * What an operator should know, by name; asks the store.
     *
     * @return a line for every setting that decides whether records survive, and {@code warning} where they may not
     */
    Map<String, String> diagnose();
}
