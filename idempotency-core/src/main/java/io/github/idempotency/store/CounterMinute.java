package io.github.idempotency.store;

import java.time.Instant;
import java.util.Map;

/**
 * What was added to counters within a minute.
 *
 * @param start when the minute began
 * @param added by counter; those to which nothing was added may be missing
 */
public record CounterMinute(Instant start, Map<Counter, Long> added) {

    public CounterMinute {
        added = Map.copyOf(added);
    }
}
