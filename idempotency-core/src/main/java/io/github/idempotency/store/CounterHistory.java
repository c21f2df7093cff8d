package io.github.idempotency.store;

import java.time.Instant;
import java.util.List;

/**
 * What was added to counters within the minute that runs and the sixty before it.
 *
 * @param minutes the oldest first; those in which nothing was added are missing
 * @param observedAt the clock's time when it was looked at: the last minute may be the one it is in
 */
public record CounterHistory(List<CounterMinute> minutes, Instant observedAt) {

    public CounterHistory {
        minutes = List.copyOf(minutes);
    }
}
