package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/**
 * What has become of a call, for its owner. Instants are the store's clock.
 *
 * @param state where it stands
 * @param attempt executions begun
 * @param startedAt when the latest one began
 * @param settledAt when it ended; null while it runs, or nobody has noticed its end
 * @param expiresAt when it is forgotten that it has an answer; null while it has none
 * @param retryAfter when it is worthwhile to ask again; null unless it runs
 * @param retained whether there is an answer to give again
 * @param kept reads that answer
 */
public record OperationStatus(
        State state,
        int attempt,
        Instant startedAt,
        @Nullable Instant settledAt,
        @Nullable Instant expiresAt,
        @Nullable Duration retryAfter,
        boolean retained,
        Supplier<Replay> kept) {

    /** Where a call stands. */
    public enum State {

        /** It failed or was given up without effect, and runs again when its request is sent again. */
        PENDING,

        /** It runs. */
        IN_PROGRESS,

        /** It has an answer. */
        COMPLETED,

        /** It has an answer that says it failed, and a retry gets the same. */
        FAILED,

        /** Whether it had its effect is not known, and it is not run again by itself. */
        UNKNOWN
    }

    static OperationStatus of(
            IdempotencyRecord record, StoredAnswers answers, IdempotencyPolicy policy, Duration typical, Instant now) {
        State state = state(record, policy.lease(), now);
        boolean answered = state == State.COMPLETED || state == State.FAILED;
        return new OperationStatus(
                state,
                record.attempt(),
                record.startedAt(),
                record.settledAt(),
                answered ? record.expiresAt() : null,
                state == State.IN_PROGRESS ? Refusals.patience(record, typical, now) : null,
                record.result() != null && record.result().retained(),
                () -> Replay.of(record, answers));
    }

    private static State state(IdempotencyRecord record, Duration lease, Instant now) {
        return switch (record.state()) {
            case IN_PROGRESS ->
                !leftAlone(record, lease, now)
                        ? State.IN_PROGRESS
                        : record.effect() == Effect.REPEATABLE ? State.PENDING : State.UNKNOWN;
            case COMPLETED -> succeeded(record.result()) ? State.COMPLETED : State.FAILED;
            case UNKNOWN -> State.UNKNOWN;
            case RELEASED -> State.PENDING;
        };
    }

    /** A second lease is granted, because this node's clock may be ahead of the store's. */
    private static boolean leftAlone(IdempotencyRecord record, Duration lease, Instant now) {
        Instant leaseUntil = record.leaseUntil();
        return leaseUntil != null && now.isAfter(leaseUntil.plus(lease));
    }

    private static boolean succeeded(@Nullable Result result) {
        return result != null && result.outcome() == Outcome.SUCCEEDED;
    }

    /**
     * The answer.
     *
     * @throws IdempotencyException if there is none, with the reason
     */
    public Replay answer() {
        return switch (state) {
            case COMPLETED, FAILED -> kept.get();
            case IN_PROGRESS -> throw Refusals.inProgress(retryAfter == null ? Refusals.SOON : retryAfter);
            case UNKNOWN -> throw Refusals.outcomeUnknown();
            case PENDING -> throw Refusals.notRunning();
        };
    }
}
