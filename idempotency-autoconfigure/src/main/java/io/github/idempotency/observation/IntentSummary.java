package io.github.idempotency.observation;

import java.time.Duration;

/**
 * How many executions of a scope have no outcome.
 *
 * @param scope the operation
 * @param count executions that are unknown, or in progress under a lease which is over
 * @param oldestAge how long ago the oldest of them began, by the store's clock
 */
public record IntentSummary(String scope, long count, Duration oldestAge) {

    IntentSummary and(IntentSummary other) {
        Duration older = oldestAge.compareTo(other.oldestAge) < 0 ? other.oldestAge : oldestAge;
        return new IntentSummary(scope, count + other.count, older);
    }
}
