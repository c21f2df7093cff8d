package io.github.idempotency.execution;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.Outcome;

/** A sequence of elements that is recorded as a whole. Immutable; holds no elements unless reconciliation has found them. */
public final class StoredSequence<E> implements SequenceAnswer<E> {

    private interface Pages<E> {

        List<E> read(int from, int to);
    }

    private final int size;

    private final Pages<E> pages;

    private final @Nullable Throwable failure;

    private StoredSequence(int size, Pages<E> pages, @Nullable Throwable failure) {
        this.size = size;
        this.pages = pages;
        this.failure = failure;
    }

    static <E> StoredSequence<E> of(List<E> elements) {
        return new StoredSequence<>(elements.size(), elements::subList, null);
    }

    /** @throws IdempotencyException if the answer cannot be read */
    static <E> StoredSequence<E> of(Replay replay, SequenceCodec<E> codec) {
        return replay.read(result -> of(result, replay, codec));
    }

    private static <E> StoredSequence<E> of(byte[] result, Replay replay, SequenceCodec<E> codec) {
        SequenceEnd end = SequenceEnd.of(result);
        boolean failed = replay.outcome() == Outcome.FAILED;
        if (end != null) {
            RecordedFrames frames = replay.frames();
            return new StoredSequence<>(
                    end.elements(),
                    (from, to) -> frames.read(from, to - from, codec.element()::decode),
                    failed ? codec.whole().decodeFailure(end.failure()) : null);
        }
        return failed
                ? new StoredSequence<>(0, (from, to) -> List.of(), codec.whole().decodeFailure(result))
                : of(found(codec.whole().decode(result)));
    }

    private static <E> List<E> found(@Nullable List<E> elements) {
        return elements == null ? List.of() : elements;
    }

    /** How many elements there are. */
    public int size() {
        return size;
    }

    /** The failure after the last of them; empty if the sequence has ended properly. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Reads elements; waits for the store.
     *
     * @param from position of the first of them, from 0
     * @param limit how many; fewer are given only at the end
     * @throws IdempotencyException if they cannot be read, or not any more
     */
    public List<E> read(int from, int limit) {
        int to = (int) Math.min(size, (long) from + limit);
        List<E> elements = from < to ? pages.read(from, to) : List.of();
        if (elements.size() != to - from) {
            throw Refusals.partNotRetained();
        }
        return elements;
    }
}
