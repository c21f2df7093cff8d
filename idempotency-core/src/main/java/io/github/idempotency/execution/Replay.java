package io.github.idempotency.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/** The authoritative answer of an earlier execution. Immutable, if nobody writes into its bytes. */
public final class Replay implements Decision {

    private final Outcome outcome;

    private final byte[] bytes;

    private final long token;

    private final Instant startedAt;

    private final Instant expiresAt;

    private final StoredAnswers answers;

    private Replay(Outcome outcome, byte[] bytes, IdempotencyRecord completed, StoredAnswers answers) {
        this.outcome = outcome;
        this.bytes = bytes;
        this.token = completed.token();
        this.startedAt = completed.startedAt();
        this.expiresAt = completed.expiresAt();
        this.answers = answers;
    }

    static Replay of(IdempotencyRecord completed, StoredAnswers answers) {
        Result result = completed.result();
        if (result == null || result.bytes() == null) {
            throw Refusals.notRetained();
        }
        return new Replay(result.outcome(), answers.opened(result, result.bytes()), completed, answers);
    }

    /**
     * What to answer instead of a result that came too late. Where the store has no record at all, there is no better
     * answer than that result.
     */
    static Optional<Replay> insteadOf(@Nullable IdempotencyRecord current, StoredAnswers answers) {
        if (current == null) {
            return Optional.empty();
        }
        return switch (current.state()) {
            case COMPLETED -> Optional.of(of(current, answers));
            case UNKNOWN -> throw Refusals.outcomeUnknown();
            case IN_PROGRESS, RELEASED -> throw Refusals.inProgress(Refusals.SOON);
        };
    }

    /** How that execution ended. */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * The answer.
     *
     * @param decoder is given the encoded answer, not copied
     * @throws IdempotencyException if the decoder throws
     */
    public <T extends @Nullable Object> T read(Function<byte[], T> decoder) {
        try {
            return decoder.apply(bytes);
        } catch (RuntimeException ex) {
            throw answers.refuseAnswer(ex);
        }
    }

    /** The frames of an answer that was given bit by bit; there are none of one that was not. */
    public RecordedFrames frames() {
        return answers.frames(token);
    }

    /** When that execution began, by the store's clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** When the store forgets the record and with it, if not before, the answer. */
    public Instant expiresAt() {
        return expiresAt;
    }
}
