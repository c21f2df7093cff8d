package io.github.idempotency.observation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Which minute what was counted in, made from the sums whenever it is told them: off the way of every call, and as exact
 * as it is told often. Thread-safe.
 */
final class MinuteHistory {

    private static final Duration KEPT = Duration.ofHours(1);

    private final TreeMap<Instant, CallCounts> minutes = new TreeMap<>();

    private final Clock clock;

    private CallCounts before = CallCounts.NONE;

    MinuteHistory(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whatever was added to the sums since the last time, was added in the minute that runs.
     *
     * @param total is asked while nobody else tells, or older sums could be told after newer ones
     */
    synchronized CallHistory tell(Supplier<CallCounts> total) {
        CallCounts sums = total.get();
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        CallCounts added = sums.since(before);
        before = sums;
        if (!added.byCounter().isEmpty()) {
            minutes.merge(minute, added, CallCounts::plus);
        }
        minutes.headMap(minute.minus(KEPT)).clear();
        List<CallMinute> kept = new ArrayList<>();
        minutes.forEach((start, counts) -> kept.add(new CallMinute(start, counts)));
        return new CallHistory(kept, now);
    }
}
