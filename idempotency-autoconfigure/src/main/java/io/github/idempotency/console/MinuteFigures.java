package io.github.idempotency.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallHistory;

/** What became of the calls of one minute. */
record MinuteFigures(long epochSecond, Figures figures) {

    private static final int MINUTES = 60;

    /**
     * The minute that runs and the sixty before it, those without a call included.
     *
     * @param scope whose calls; null for all
     */
    static List<MinuteFigures> of(CallHistory history, @Nullable String scope) {
        Map<Instant, CallCounts> counted = new HashMap<>();
        history.minutes().forEach(minute -> counted.put(minute.start(), minute.counts()));
        Instant last = history.observedAt().truncatedTo(ChronoUnit.MINUTES);
        List<MinuteFigures> minutes = new ArrayList<>();
        for (int ago = MINUTES; ago >= 0; ago--) {
            Instant start = last.minus(ago, ChronoUnit.MINUTES);
            CallCounts counts = counted.getOrDefault(start, CallCounts.NONE);
            minutes.add(new MinuteFigures(
                    start.getEpochSecond(), Figures.of(scope == null ? counts : counts.ofScope(scope))));
        }
        return minutes;
    }
}
