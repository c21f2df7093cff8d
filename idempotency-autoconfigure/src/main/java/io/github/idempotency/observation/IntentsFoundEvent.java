package io.github.idempotency.observation;

import java.util.List;

/**
 * Published to the application context after the start, off the start-up thread, when executions were found that have no
 * outcome; once more when the leases have run out that a process which died just before may have left, if that brought
 * more to light.
 *
 * @param scopes those that have such executions; each execution is counted in one event only
 */
public record IntentsFoundEvent(List<IntentSummary> scopes) {}
