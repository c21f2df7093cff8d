package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.UnreadableRecordException;

/** The answers of one operation on their way into its record and back, and what is said of those that cannot be read. */
final class StoredAnswers {

    private static final Logger log = LoggerFactory.getLogger(StoredAnswers.class);

    private final IdempotentOperation operation;

    private final ResultEnvelope envelope;

    private final Sequences sequences;

    private final NearReplays near;

    private final IdempotencyListener listener;

    StoredAnswers(
            IdempotentOperation operation,
            ResultEnvelope envelope,
            Sequences sequences,
            NearReplays near,
            IdempotencyListener listener) {
        this.operation = operation;
        this.envelope = envelope;
        this.sequences = sequences;
        this.near = near;
        this.listener = listener;
    }

    /** What the store gets. The effect has happened, so an answer that cannot be sealed is not retained. */
    Result sealed(Result result) {
        return sealed(operation.storeKey(), result);
    }

    private Result sealed(StoreKey place, Result result) {
        byte[] answer = result.bytes();
        if (answer == null) {
            return result;
        }
        try {
            byte[] sealed = envelope.seal(place, result, answer);
            return sealed == answer ? result : new Result(result.outcome(), sealed);
        } catch (RuntimeException ex) {
            log.warn("The answer of {} is given but not retained: it cannot be sealed", operation, Unworded.of(ex));
            return Result.notRetained(result.outcome());
        }
    }

    /** @throws IdempotencyException if it cannot be opened */
    byte[] opened(Result result, byte[] sealed) {
        return opened(operation.storeKey(), result, sealed);
    }

    private byte[] opened(StoreKey place, Result result, byte[] sealed) {
        try {
            return envelope.open(place, result, sealed, operation.policy().maxResultSize());
        } catch (RuntimeException ex) {
            throw refuseAnswer(ex);
        }
    }

    /** The answer of the claim with that token, as far as it is given bit by bit: by the store, so a copy is of no use. */
    RecordedFrames frames(long token) {
        near.forget(operation.storeKey());
        return new RecordedFrames(sequences, this, operation.storeKey(), token);
    }

    /** What the store gets of consecutive frames; empty if they cannot be sealed. Each is bound to its place. */
    Optional<List<byte[]>> sealedFrames(long token, int first, List<byte[]> frames) {
        List<byte[]> kept = new ArrayList<>(frames.size());
        for (byte[] frame : frames) {
            int position = first + kept.size();
            Result bit = sealed(place(token, position), new Result(Outcome.SUCCEEDED, frame));
            if (bit.bytes() == null) {
                return Optional.empty();
            }
            kept.add(bit.bytes());
        }
        return Optional.of(kept);
    }

    /** @throws IdempotencyException if it cannot be opened */
    byte[] openedFrame(long token, int position, byte[] sealed) {
        return opened(place(token, position), new Result(Outcome.SUCCEEDED, sealed), sealed);
    }

    private StoreKey place(long token, int position) {
        StoreKey key = operation.storeKey();
        return envelope == ResultEnvelope.NONE
                ? key
                : StoreKey.of(key.reference(), Long.toString(token), Integer.toString(position));
    }

    /** The refusal of a call whose record cannot be read. */
    IdempotencyException refuseRecord(UnreadableRecordException cause) {
        log.warn("{} is refused until its record is deleted: {}", operation, cause.getMessage());
        emit(Type.UNREADABLE);
        return Refusals.unreadableRecord(cause);
    }

    /** The refusal of a call whose record is readable, but not the answer that it keeps. */
    IdempotencyException refuseAnswer(RuntimeException cause) {
        if (cause instanceof UnreadableRecordException) {
            log.warn("The stored answer of {} cannot be read: {}", operation, cause.getMessage());
        } else {
            // What goes wrong with an answer may quote it.
            log.warn("The stored answer of {} cannot be read", operation, Unworded.of(cause));
        }
        emit(Type.UNREADABLE);
        return Refusals.unreadableAnswer(cause);
    }

    void framesDue(RuntimeException cause) {
        log.warn("The idempotency store could not append to {}", operation, cause);
        emit(Type.STORE_ERROR);
    }

    void tooLate(IdempotencyException refusal) {
        log.debug("Frames of {} that were due came too late", operation, refusal);
    }

    private void emit(Type type) {
        listener.on(IdempotencyEvent.of(type, operation.scope(), operation.layer(), operation.storeKey()));
    }
}
