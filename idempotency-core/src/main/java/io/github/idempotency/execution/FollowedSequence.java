package io.github.idempotency.execution;

/** A sequence of elements that another call is giving. Immutable. */
public final class FollowedSequence<E> implements SequenceAnswer<E> {

    private final RecordedFrames frames;

    private final SequenceCodec<E> codec;

    FollowedSequence(RecordedFrames frames, SequenceCodec<E> codec) {
        this.frames = frames;
        this.codec = codec;
    }

    /**
     * Reads the elements from the first one on, and goes on with those that are still to come.
     *
     * @param onChange as that of {@link RecordedFrames#open}
     */
    public SequenceCursor<E> open(Runnable onChange) {
        return new SequenceCursor<>(frames, codec, onChange);
    }
}
