package io.github.idempotency.store;

import org.jspecify.annotations.Nullable;

/**
 * A store that can tell which executions were begun and have no outcome: after a crash, its records in progress are the
 * log of what was meant to be done.
 */
public interface RecoverableIdempotencyStore extends InspectableIdempotencyStore {

    /**
     * A page of the records whose outcome is unknown, or that are in progress under a lease which is over by the store's
     * clock. Changes nothing. Whoever follows {@link IntentPage#next()} from null to null sees every record that is an
     * intent all the while; one that becomes or ceases to be one meanwhile may be there or not, and a record may be told
     * twice.
     *
     * @param after where the page begins: null, or what the page before said; from this store only
     * @param limit how many intents a page has at most, about: a store that walks over its keys may tell up to twice as
     *     many. It also bounds what the store looks at in one go, so a page may be empty and not be the last. From 1
     * @throws IllegalArgumentException if {@code after} is not what a page of this store said
     */
    IntentPage intents(@Nullable String after, int limit);
}
