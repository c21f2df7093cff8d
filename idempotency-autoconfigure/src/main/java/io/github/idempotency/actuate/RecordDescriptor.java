package io.github.idempotency.actuate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.RecordedCost;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/**
 * One record, without the stored answer and without the caller's key.
 *
 * @param reference the record's name in the store and in logs
 * @param state where it stands
 * @param outcome how the execution ended; null unless completed
 * @param retained whether there is an answer to replay
 * @param attempt executions begun
 * @param token fencing token of the latest claim
 * @param replays how often the answer was handed out again
 * @param startedAt when the latest claim was made
 * @param leaseUntil when the claim ends unless renewed; null unless in progress
 * @param settledAt when it was completed, released or found unknown
 * @param expiresAt when the store forgets it
 * @param resultUntil when the store deletes the answer, if that is before the record; null otherwise, and once it is gone
 * @param cost what the key is charged; null if nobody has reported any
 */
public record RecordDescriptor(
        String reference,
        RecordState state,
        @Nullable Outcome outcome,
        boolean retained,
        int attempt,
        long token,
        long replays,
        Instant startedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant settledAt,
        Instant expiresAt,
        @Nullable Instant resultUntil,
        @Nullable RecordedCost cost) {

    static RecordDescriptor of(StoreKey key, IdempotencyRecord record) {
        Result result = record.result();
        return new RecordDescriptor(
                key.reference(),
                record.state(),
                result == null ? null : result.outcome(),
                result != null && result.retained(),
                record.attempt(),
                record.token(),
                record.replays(),
                record.startedAt(),
                record.leaseUntil(),
                record.settledAt(),
                record.expiresAt(),
                record.resultUntil(),
                RecordedCost.of(record));
    }
}
