package io.github.idempotency.clients;

import org.jspecify.annotations.Nullable;

/** A stock client library, as its documentation says to use it. */
interface ProviderClient extends AutoCloseable {

    /**
     * Has something done.
     *
     * @param key the idempotency key, or null to leave it to the library
     * @param subject what makes one request differ from another
     * @return the id of what was done
     */
    String call(@Nullable String key, long subject) throws Exception;

    @Override
    default void close() {}
}
