package io.github.idempotency.execution;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

/** Ends the execution of one call with the elements that its action has given. */
final class SequencedEnd<E> implements CallEnd<@Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(SequencedEnd.class);

    private final IdempotentExecutor executor;

    private final IdempotentOperation operation;

    private final SequenceCodec<E> codec;

    /** Null before there is an execution, and of a call that runs unprotected. */
    private volatile @Nullable FrameRecorder recorder;

    private volatile boolean unrecorded;

    SequencedEnd(IdempotentExecutor executor, IdempotentOperation operation, SequenceCodec<E> codec) {
        this.executor = executor;
        this.operation = operation;
        this.codec = codec;
    }

    @Override
    public void began(Execution execution) {
        recorder = executor.recorder(execution).orElseThrow();
    }

    /** The next element is about to be given. */
    void record(E element) {
        FrameRecorder recording = recorder;
        if (recording == null || unrecorded) {
            return;
        }
        try {
            unrecorded = !recording.append(codec.element().encode(element));
        } catch (RuntimeException | Error ex) {
            // The effect has happened: whatever is wrong with its answer, the execution must end.
            unrecorded = true;
            recording.giveUp();
            log.warn(
                    "The answer of {} is given but not retained: a {} cannot be encoded",
                    operation,
                    element.getClass().getName(),
                    Unworded.of(ex));
        }
    }

    // What reconciliation found is of the method's type.
    @SuppressWarnings("unchecked")
    @Override
    public <X extends Throwable> @Nullable Object returned(Execution execution, @Nullable Object value) throws X {
        if (execution.reconciled()) {
            if (value != null && !(value instanceof List<?>)) {
                execution.complete(Result.notRetained(Outcome.SUCCEEDED));
                throw new IllegalStateException("The reconciler of " + operation.scope() + " has found a "
                        + value.getClass().getName() + ": write happened(the list of all elements)");
            }
            List<E> found = value == null ? List.of() : (List<E>) value;
            return execution
                    .complete(CodedAnswer.encode(operation, codec.whole(), found))
                    .<Object>map(this::stored)
                    .orElseGet(() -> StoredSequence.of(found));
        }
        complete(Outcome.SUCCEEDED, new byte[0]);
        return null;
    }

    @SuppressWarnings("unchecked")
    @Override
    public <X extends Throwable> @Nullable Object threw(Execution execution, Throwable failure) throws X {
        execution.context().failed(failure);
        byte[] remembered = CodedAnswer.remembered(operation, codec.whole(), failure);
        FrameRecorder recording = Objects.requireNonNull(recorder);
        if (remembered != null) {
            complete(Outcome.FAILED, remembered);
        } else if (operation.policy().precedesEffect(failure)) {
            recording.release();
        } else {
            recording.fail();
        }
        throw (X) failure;
    }

    private void complete(Outcome outcome, byte[] failure) {
        FrameRecorder recording = Objects.requireNonNull(recorder);
        recording
                .complete(outcome, elements -> SequenceEnd.bytes(elements, failure))
                .ifPresent(other -> {
                    throw Refusals.superseded();
                });
    }

    @Override
    public <X extends Throwable> @Nullable Object replayed(Replay replay) {
        return stored(replay);
    }

    @Override
    public @Nullable Object attached(Attachment attachment) {
        return new FollowedSequence<>(attachment.frames(), codec);
    }

    private StoredSequence<E> stored(Replay replay) {
        return StoredSequence.of(replay, codec);
    }
}
