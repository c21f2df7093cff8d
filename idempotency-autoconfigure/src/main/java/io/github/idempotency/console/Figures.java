package io.github.idempotency.console;

import io.github.idempotency.observation.CallCounts;
import io.github.idempotency.observation.CallOutcome;

/**
 * What became of some calls.
 *
 * @param executions actions begun, take-overs included
 * @param replays stored answers given
 * @param refusals calls that got neither
 * @param failures executions that failed, whether or not their effect is known
 * @param unknown of these, those whose effect is not
 * @param unprotected calls that ran without a key or without the store
 * @param storeErrors times the store could not be asked or told
 * @param hitRate replays among executions and replays, 0 to 1
 */
record Figures(
        long executions,
        long replays,
        long refusals,
        long failures,
        long unknown,
        long unprotected,
        long storeErrors,
        double hitRate) {

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
                counts.hitRate());
    }
}
