package io.github.idempotency.store;

import java.util.Optional;

/** A store that adds up what the nodes of an application have counted, beside the records and apart from them. */
public interface TotallingIdempotencyStore extends IdempotencyStore {

    /**
     * The counters of an application. Asks nobody.
     *
     * @param application its namespace; applications are apart, whatever their records share
     * @return empty only if the store stands before another one which cannot
     */
    Optional<ClusterCounters> counters(String application);
}
