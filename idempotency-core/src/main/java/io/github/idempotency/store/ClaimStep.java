package io.github.idempotency.store;

import java.time.Instant;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;

/**
 * What a claim finds, and what it makes of the record that stands there; a pure function, for stores that keep records as
 * objects.
 *
 * @param claim what the caller is told
 * @param record what stands there afterwards
 */
record ClaimStep(Claim claim, IdempotencyRecord record) {

    /**
     * @param current null if nothing stands there
     * @param nextToken asked once if the claim is acquired
     */
    static ClaimStep of(
            ClaimRequest request, @Nullable IdempotencyRecord current, LongSupplier nextToken, Instant now) {
        if (current == null || current.state() == RecordState.RELEASED) {
            return acquired(request, current, false, nextToken, now);
        }
        if (!current.fingerprint().matches(request.fingerprint())) {
            return new ClaimStep(new Claim.Mismatch(current), current);
        }
        return switch (current.state()) {
            case COMPLETED -> {
                IdempotencyRecord replayed = Records.replayed(current, 1);
                yield new ClaimStep(new Claim.Completed(replayed, now), replayed);
            }
            case IN_PROGRESS -> {
                if (now.isBefore(Records.leaseUntil(current))) {
                    yield new ClaimStep(new Claim.InProgress(current, now), current);
                }
                yield current.effect() == Effect.REPEATABLE
                        ? acquired(request, current, true, nextToken, now)
                        : unknown(Records.settled(current, RecordState.UNKNOWN, now));
            }
            default ->
                current.token() == request.reconciledToken()
                        ? acquired(request, current, true, nextToken, now)
                        : unknown(current);
        };
    }

    private static ClaimStep acquired(
            ClaimRequest request,
            @Nullable IdempotencyRecord previous,
            boolean takenOver,
            LongSupplier nextToken,
            Instant now) {
        int attempt = previous == null ? 1 : previous.attempt() + 1;
        IdempotencyRecord acquired = Records.claimed(request, nextToken.getAsLong(), attempt, now);
        return new ClaimStep(new Claim.Acquired(acquired.token(), attempt, takenOver, now), acquired);
    }

    private static ClaimStep unknown(IdempotencyRecord record) {
        return new ClaimStep(new Claim.Unknown(record), record);
    }
}
