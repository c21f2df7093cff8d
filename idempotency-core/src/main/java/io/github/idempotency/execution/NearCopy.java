package io.github.idempotency.execution;

import io.github.idempotency.store.IdempotencyRecord;

/**
 * A copy of a completed record.
 *
 * @param record as the store told it
 * @param untilNanos when it is used no more, by {@link System#nanoTime()}
 */
public record NearCopy(IdempotencyRecord record, long untilNanos) {}
