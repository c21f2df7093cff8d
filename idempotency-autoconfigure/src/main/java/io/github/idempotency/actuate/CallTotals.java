package io.github.idempotency.actuate;

import java.util.Map;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallOutcome;

/**
 * What became of guarded calls: of a node, of all nodes, of a scope, of a layer, of some minutes.
 *
 * @param executions actions begun, take-overs included
 * @param replays stored answers given
 * @param inProgress refusals because the first call still ran
 * @param mismatches refusals because the key belonged to another request
 * @param releases executions that failed and freed their key
 * @param takeovers executions that took over an expired claim
 * @param unknown refusals because the outcome of the first call is unknown
 * @param unreadable refusals because the record of the first call, or its answer, could not be read
 * @param notRetained executions whose answer was not kept
 * @param lost executions whose claim was lost
 * @param ignored calls without a key that ran unprotected
 * @param storeErrors times the store could not be asked or told
 * @param hitRate replays among executions and replays, 0 to 1
 * @param byName all sums that are not zero: of every outcome by its tag on meters, and of amounts by their name
 */
public record CallTotals(
        long executions,
        long replays,
        long inProgress,
        long mismatches,
        long releases,
        long takeovers,
        long unknown,
        long unreadable,
        long notRetained,
        long lost,
        long ignored,
        long storeErrors,
        double hitRate,
        Map<String, Long> byName) {

    static CallTotals of(CallCounts counts) {
        return new CallTotals(
                counts.executions(),
                counts.replays(),
                counts.count(CallOutcome.IN_PROGRESS),
                counts.count(CallOutcome.MISMATCH),
                counts.count(CallOutcome.RELEASED),
                counts.count(CallOutcome.TAKEN_OVER),
                counts.count(CallOutcome.UNKNOWN),
                counts.count(CallOutcome.UNREADABLE),
                counts.count(CallOutcome.NOT_RETAINED),
                counts.count(CallOutcome.LOST),
                counts.count(CallOutcome.IGNORED),
                counts.count(CallOutcome.STORE_ERROR),
                counts.hitRate(),
                counts.byName());
    }
}
