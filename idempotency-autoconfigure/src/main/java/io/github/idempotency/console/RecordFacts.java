package io.github.idempotency.console;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.RecordedCost;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

/** What the store says of a record; of its result only how it ended, and how many bytes are kept. */
record RecordFacts(
        RecordState state,
        Effect effect,
        @Nullable Outcome outcome,
        boolean retained,
        @Nullable Integer resultBytes,
        int attempt,
        long token,
        long replays,
        Instant startedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant settledAt,
        Instant expiresAt,
        @Nullable Instant resultUntil,
        @Nullable RecordedCost cost) {

    static RecordFacts of(IdempotencyRecord record) {
        Result result = record.result();
        byte[] answer = result == null ? null : result.bytes();
        return new RecordFacts(
                record.state(),
                record.effect(),
                result == null ? null : result.outcome(),
                result != null && result.retained(),
                answer == null ? null : answer.length,
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
