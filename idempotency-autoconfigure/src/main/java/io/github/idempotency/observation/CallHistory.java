package io.github.idempotency.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.idempotency.store.CounterHistory;

/**
 * What has been counted within the minute that runs and the sixty before it. Immutable.
 *
 * @param minutes the oldest first; those in which nothing was counted are missing
 * @param observedAt until when
 */
public record CallHistory(List<CallMinute> minutes, Instant observedAt) {

    private static final Duration OF_LATE = Duration.ofMinutes(2);

    public CallHistory {
        minutes = List.copyOf(minutes);
    }

    static CallHistory of(CounterHistory history) {
        return new CallHistory(
                history.minutes().stream()
                        .map(minute -> new CallMinute(minute.start(), new CallCounts(minute.added())))
                        .toList(),
                history.observedAt());
    }

    /** What has been counted of one scope. */
    public CallHistory ofScope(String scope) {
        return new CallHistory(
                minutes.stream()
                        .map(minute ->
                                new CallMinute(minute.start(), minute.counts().ofScope(scope)))
                        .toList(),
                observedAt);
    }

    /** Of all these minutes. */
    public CallCounts sum() {
        return minutes.stream().map(CallMinute::counts).reduce(CallCounts.NONE, CallCounts::plus);
    }

    /** Of the minute that runs and the one before it: what is going on now. */
    public CallCounts now() {
        return minutes.stream()
                .filter(minute -> minute.start().isAfter(observedAt.minus(OF_LATE)))
                .map(CallMinute::counts)
                .reduce(CallCounts.NONE, CallCounts::plus);
    }
}
