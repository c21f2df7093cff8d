package io.github.idempotency.store;

import java.time.Duration;
import java.util.Map;

/**
 * A store that adds up what the nodes of an application have counted, whichever of them still run. It keeps sums, and
 * what was added minute by minute for an hour, by its own clock. Applications are apart, whatever their records share.
 */
public interface TotallingIdempotencyStore extends IdempotencyStore {

    /** How many counters of an application are told apart. */
    int MOST_COUNTERS = 10_000;

    /** Under which scope the counters beyond that are added up, by layer and name. */
    String OTHERS = "(others)";

    /** How long after its latest flush the store knows a node. */
    Duration NODE_LIFE = Duration.ofDays(1);

    /**
     * Adds what a node has counted: all of it, and once. A flush whose sequence is not greater than that of the latest
     * flush of its node changes nothing, so one of which nobody knows whether it happened is made again, within
     * {@link #NODE_LIFE}. A sum stays within the range of a long.
     *
     * @param application its namespace
     */
    void add(String application, CounterFlush flush);

    /** The sums of an application; empty if it has counted nothing. */
    Map<Counter, Long> totals(String application);

    /** What was added of late. The sums of an hour are those of its minutes. */
    CounterHistory lastHour(String application);
}
