package io.github.idempotency.actuate;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.RecordState;

/**
 * One execution without outcome, without the caller's key.
 *
 * @param reference the record's name in the store and in logs, by which it is settled
 * @param state in progress under a lease that is over, or unknown
 * @param effect what a second execution would do: repeatable work is taken over by its next caller
 * @param age how long ago the latest execution began
 * @param attempt executions begun
 * @param token fencing token of the latest claim
 * @param startedAt when the latest claim was made
 * @param leaseUntil when its lease ended; null if the outcome is unknown
 * @param settledAt when it was found that the outcome is unknown; null if it is in progress
 * @param expiresAt when the store forgets it
 */
public record IntentDescriptor(
        String reference,
        RecordState state,
        Effect effect,
        Duration age,
        int attempt,
        long token,
        Instant startedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant settledAt,
        Instant expiresAt) {

    static IntentDescriptor of(Intent intent) {
        IdempotencyRecord record = intent.record();
        return new IntentDescriptor(
                intent.key().reference(),
                record.state(),
                record.effect(),
                intent.age(),
                record.attempt(),
                record.token(),
                record.startedAt(),
                record.leaseUntil(),
                record.settledAt(),
                record.expiresAt());
    }
}
