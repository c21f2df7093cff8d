package io.github.idempotency.console;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.RecordState;

/** One execution without outcome. Repeatable work needs nobody's word: its next caller takes it over. */
record IntentRow(
        String reference,
        String scope,
        RecordState state,
        Effect effect,
        long ageSeconds,
        int attempt,
        Instant startedAt,
        @Nullable Instant leaseUntil,
        Instant expiresAt,
        boolean settleable) {

    static IntentRow of(Intent intent) {
        IdempotencyRecord record = intent.record();
        return new IntentRow(
                intent.key().reference(),
                intent.scope(),
                record.state(),
                record.effect(),
                intent.age().toSeconds(),
                record.attempt(),
                record.startedAt(),
                record.leaseUntil(),
                record.expiresAt(),
                record.state() == RecordState.UNKNOWN || record.effect() == Effect.IRREVERSIBLE);
    }
}
