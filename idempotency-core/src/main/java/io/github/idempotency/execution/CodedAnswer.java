package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/** What an action returned or threw as a result, and back. */
final class CodedAnswer {

    private static final Logger log = LoggerFactory.getLogger(CodedAnswer.class);

    private CodedAnswer() {}

    static <T extends @Nullable Object> Result encode(IdempotentOperation operation, ResultCodec<T> codec, T value) {
        Outcome outcome = outcome(operation, value);
        try {
            return new Result(outcome, codec.encode(value));
        } catch (RuntimeException | Error ex) {
            // The effect has happened: whatever is wrong with its answer, the execution must end.
            String type = value == null ? "null" : value.getClass().getName();
            log.warn(
                    "The answer of {} is given but not retained: a {} cannot be encoded",
                    operation,
                    type,
                    Unworded.of(ex));
            return Result.notRetained(outcome);
        }
    }

    /** What nobody can judge is not known to be usable; nothing that is wrong with the judge undoes the effect. */
    private static Outcome outcome(IdempotentOperation operation, @Nullable Object value) {
        try {
            Verdict verdict = operation.validator().validate(operation.scope(), value);
            if (verdict.isUsable()) {
                return Outcome.SUCCEEDED;
            }
            log.debug("The answer of {} is rejected", operation);
        } catch (RuntimeException | Error ex) {
            log.warn("The answer of {} is rejected: it cannot be judged", operation, ex);
        }
        return Outcome.REJECTED;
    }

    static byte @Nullable [] remembered(IdempotentOperation operation, ResultCodec<?> codec, Throwable failure) {
        try {
            return failure instanceof GivenUp ? null : codec.encodeFailure(failure);
        } catch (RuntimeException ex) {
            log.warn("The exception of {} is not remembered: it cannot be encoded", operation, ex);
            return null;
        }
    }

    /** The value of the replay, or its exception, which is one that the action may throw. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object, X extends Throwable> T decode(ResultCodec<T> codec, Replay replay) throws X {
        if (replay.outcome() == Outcome.FAILED) {
            throw (X) replay.read(codec::decodeFailure);
        }
        return replay.<T>read(codec::decode);
    }
}
