package io.github.idempotency.actuate;

import java.util.function.ToLongFunction;

import io.github.idempotency.execution.IdempotencyEvent.Type;

/**
 * What became of guarded calls on this node since its start.
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
        double hitRate) {

    static CallTotals of(ToLongFunction<Type> count) {
        long takeovers = count.applyAsLong(Type.TAKEN_OVER);
        long executions = count.applyAsLong(Type.STARTED) + takeovers;
        long replays = count.applyAsLong(Type.REPLAYED) + count.applyAsLong(Type.NEAR_REPLAYED);
        return new CallTotals(
                executions,
                replays,
                count.applyAsLong(Type.IN_PROGRESS),
                count.applyAsLong(Type.MISMATCH),
                count.applyAsLong(Type.RELEASED),
                takeovers,
                count.applyAsLong(Type.UNKNOWN),
                count.applyAsLong(Type.UNREADABLE),
                count.applyAsLong(Type.NOT_RETAINED),
                count.applyAsLong(Type.LOST),
                count.applyAsLong(Type.IGNORED),
                count.applyAsLong(Type.STORE_ERROR),
                executions + replays == 0 ? 0 : (double) replays / (executions + replays));
    }
}
