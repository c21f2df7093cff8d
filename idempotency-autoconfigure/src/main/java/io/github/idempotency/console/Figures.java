package io.github.idempotency.console;

import java.util.SortedMap;
import java.util.TreeMap;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallOutcome;
import io.github.idempotency.observation.CostTotals;

/**
 * What became of some calls.
 *
 * @param executions actions begun, take-overs included
 * @param replays stored answers given
 * @param refusals calls that got neither
 * @param failures executions that failed and have left no answer, whether or not their effect is known
 * @param unknown of these, those whose effect is not
 * @param unprotected calls that ran without a key or without the store
 * @param storeErrors times the store could not be asked or told
 * @param hitRate replays among executions and replays, 0 to 1
 * @param saved what replays have not cost again: {@code tokens}, and money in millionths by the code of its currency; empty
 *     while nothing is reported
 */
record Figures(
        long executions,
        long replays,
        long refusals,
        long failures,
        long unknown,
        long unprotected,
        long storeErrors,
        double hitRate,
        SortedMap<String, Long> saved) {

    static Figures of(CallCounts counts) {
        long unknown = counts.count(CallOutcome.LEFT_UNKNOWN);
        return new Figures(
                counts.executions(),
                counts.replays(),
                counts.count(CallOutcome.IN_PROGRESS)
                        + counts.count(CallOutcome.MISMATCH)
                        + counts.count(CallOutcome.UNKNOWN)
                        + counts.count(CallOutcome.GONE)
                        + counts.count(CallOutcome.UNREADABLE),
                counts.count(CallOutcome.RELEASED) + unknown,
                unknown,
                counts.count(CallOutcome.IGNORED) + counts.count(CallOutcome.FAIL_OPEN),
                counts.count(CallOutcome.STORE_ERROR),
                counts.hitRate(),
                saved(counts));
    }

    private static SortedMap<String, Long> saved(CallCounts counts) {
        SortedMap<String, Long> saved = new TreeMap<>();
        counts.byCounter().forEach((counter, amount) -> {
            if (counter.name().startsWith(CostTotals.AVOIDED)) {
                saved.merge(counter.name().substring(CostTotals.AVOIDED.length()), amount, Long::sum);
            }
        });
        return saved;
    }
}
