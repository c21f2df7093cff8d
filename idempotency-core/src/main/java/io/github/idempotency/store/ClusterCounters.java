package io.github.idempotency.store;

import java.time.Duration;
import java.util.Map;

/**
 * What the nodes of one application have counted, whichever of them still run: the sums, and what was added to them minute
 * by minute for an hour, by the store's clock. Sums to which nobody has added for {@link #SUM_LIFE} may be forgotten.
 * Thread-safe.
 */
public interface ClusterCounters {

    /** How many counters are told apart. */
    int MOST = 5_000;

    /** Under which scope those beyond that are added up, by layer and name. */
    String OTHERS = "(others)";

    /** How long after its latest flush a node is known. */
    Duration NODE_LIFE = Duration.ofDays(1);

    /** How long a sum is kept to which nobody adds. */
    Duration SUM_LIFE = Duration.ofDays(365);

    /** How long a minute is kept after it has begun. */
    Duration MINUTE_LIFE = Duration.ofMinutes(61);

    /**
     * Adds what a node has counted: all of it, and once. A flush whose sequence is not greater than that of the latest
     * flush of its node changes nothing, so one of which nobody knows whether it happened is made again, within
     * {@link #NODE_LIFE}. Amounts are to stay so small that no sum leaves the range of a long.
     */
    void add(CounterFlush flush);

    /** The sums; empty if nothing has been counted. */
    Map<Counter, Long> totals();

    /** What was added of late. */
    CounterHistory lastHour();
}
