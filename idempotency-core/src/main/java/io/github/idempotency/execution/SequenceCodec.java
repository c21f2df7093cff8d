package io.github.idempotency.execution;

import java.util.List;

/**
 * How an answer is stored that is a sequence of elements.
 *
 * @param element of each element, which is a frame of its own
 * @param whole of all of them, as reconciliation finds them, and of the exceptions that are stored; nothing that it
 *     encodes begins with a zero byte
 */
public record SequenceCodec<E>(ResultCodec<E> element, ResultCodec<List<E>> whole) {}
