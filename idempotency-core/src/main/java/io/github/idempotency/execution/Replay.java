package io.github.idempotency.execution;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * The authoritative answer of an earlier execution.
 *
 * @param outcome how that execution ended
 * @param bytes the encoded answer, not copied
 * @param startedAt when that execution began, by the store's clock
 * @param expiresAt when the store forgets the answer
 */
public record Replay(Outcome outcome, byte[] bytes, Instant startedAt, Instant expiresAt) implements Decision {

    static Replay of(IdempotencyRecord completed) {
        Result result = completed.result();
        if (result == null || result.bytes() == null) {
            throw Refusals.notRetained();
        }
        return new Replay(result.outcome(), result.bytes(), completed.startedAt(), completed.expiresAt());
    }

    /**
     * What to answer instead of a result that came too late. Where the store has no record at all, there is no better
     * answer than that result.
     */
    static Optional<Replay> insteadOf(@Nullable IdempotencyRecord current) {
        if (current == null) {
            return Optional.empty();
        }
        return switch (current.state()) {
            case COMPLETED -> Optional.of(of(current));
            case UNKNOWN -> throw Refusals.outcomeUnknown();
            case IN_PROGRESS, RELEASED -> throw Refusals.inProgress(Refusals.SOON);
        };
    }
}
