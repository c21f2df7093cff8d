package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;

/**
 * One reader's place in a sequence that is being given. To be used by one thread at a time; never waits. Close it: the
 * elements are held in memory, as they are stored, while anybody reads them.
 */
public final class SequenceCursor<E> implements AutoCloseable {

    private final RecordedFrames frames;

    private final SequenceCodec<E> codec;

    private final FrameCursor cursor;

    SequenceCursor(RecordedFrames frames, SequenceCodec<E> codec, Runnable onChange) {
        this.frames = frames;
        this.codec = codec;
        this.cursor = frames.open(0, onChange);
    }

    /**
     * The next element; null if there is none yet, or none any more.
     *
     * @throws IdempotencyException if it cannot be read
     */
    public @Nullable E poll() {
        byte[] frame = cursor.poll();
        return frame == null ? null : frames.decoded(frame, codec.element()::decode);
    }

    /** Position of the next element. */
    public int position() {
        return cursor.position();
    }

    /** Whether the sequence has ended and every element that came before its end was known has been taken. */
    public boolean isOver() {
        return cursor.isOver();
    }

    /**
     * The sequence as it was stored, once {@link #isOver()}: it may have elements after {@link #position()}.
     *
     * @throws IdempotencyException if it was broken off or cannot be read; says what a retry may expect
     */
    public StoredSequence<E> answer() {
        StoredSequence<E> stored = StoredSequence.of(cursor.answer(), codec);
        if (stored.size() < position()) {
            throw Refusals.partNotRetained();
        }
        return stored;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
