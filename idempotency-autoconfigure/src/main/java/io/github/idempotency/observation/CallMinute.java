package io.github.idempotency.observation;

import java.time.Instant;

/**
 * What was counted within a minute.
 *
 * @param start when the minute began
 * @param counts what was counted in it
 */
public record CallMinute(Instant start, CallCounts counts) {}
