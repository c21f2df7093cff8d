package io.github.idempotency.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;

/**
 * One record as it stood when it was read. All instants are the store's own clock, to the millisecond.
 *
 * @param state where it stands
 * @param scope what its claim said it belongs to; null once completed, when the result has taken its place
 * @param token the fencing token of the latest claim
 * @param attempt executions begun under this key, from 1
 * @param effect what the latest claim said a second execution would do
 * @param fingerprint of the request that owns the key
 * @param startedAt when the latest claim was made
 * @param leaseUntil when the claim ends unless renewed; null unless in progress
 * @param settledAt when it was completed, released or found unknown; null while in progress
 * @param expiresAt when the store forgets the record
 * @param result what the execution left behind; null unless completed
 * @param resultUntil when the store forgets the bytes of the result, if that is before the record; null otherwise, once
 *     they are gone, and in what a {@link ResultFront} tells
 * @param replays how often the result was handed out again
 */
public record IdempotencyRecord(
        RecordState state,
        @Nullable String scope,
        long token,
        int attempt,
        Effect effect,
        Fingerprint fingerprint,
        Instant startedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant settledAt,
        Instant expiresAt,
        @Nullable Result result,
        @Nullable Instant resultUntil,
        long replays) {}
