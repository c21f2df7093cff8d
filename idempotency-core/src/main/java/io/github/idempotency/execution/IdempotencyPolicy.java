package io.github.idempotency.execution;

import java.time.Duration;

import io.github.idempotency.Effect;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.MismatchPolicy;

/**
 * How one operation is guarded. Immutable; start from {@link #DEFAULT}.
 *
 * @param ttl how long an answer is kept
 * @param lease how long a claim lives unless renewed
 * @param effect what a second execution would do
 * @param onInProgress what a duplicate of a running call gets
 * @param onMismatch what a used key with another request gets
 * @param maxResultSize the largest answer that is kept, in bytes; a larger one is given but not retained
 */
public record IdempotencyPolicy(
        Duration ttl,
        Duration lease,
        Effect effect,
        InProgressPolicy onInProgress,
        MismatchPolicy onMismatch,
        long maxResultSize) {

    /** A day, a lease of 30 seconds, repeatable, both refusals, one mebibyte. */
    public static final IdempotencyPolicy DEFAULT = new IdempotencyPolicy(
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Effect.REPEATABLE,
            InProgressPolicy.REJECT,
            MismatchPolicy.REJECT,
            1024 * 1024);

    public IdempotencyPolicy withTtl(Duration ttl) {
        return new IdempotencyPolicy(ttl, lease, effect, onInProgress, onMismatch, maxResultSize);
    }

    public IdempotencyPolicy withLease(Duration lease) {
        return new IdempotencyPolicy(ttl, lease, effect, onInProgress, onMismatch, maxResultSize);
    }

    public IdempotencyPolicy withEffect(Effect effect) {
        return new IdempotencyPolicy(ttl, lease, effect, onInProgress, onMismatch, maxResultSize);
    }

    public IdempotencyPolicy withOnMismatch(MismatchPolicy onMismatch) {
        return new IdempotencyPolicy(ttl, lease, effect, onInProgress, onMismatch, maxResultSize);
    }

    public IdempotencyPolicy withMaxResultSize(long maxResultSize) {
        return new IdempotencyPolicy(ttl, lease, effect, onInProgress, onMismatch, maxResultSize);
    }
}
