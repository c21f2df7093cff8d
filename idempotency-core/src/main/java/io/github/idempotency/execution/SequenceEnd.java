package io.github.idempotency.execution;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a record whose answer is a sequence of frames: that it is one, how many there are, and the failure that came
 * after them.
 */
record SequenceEnd(int elements, byte[] failure) {

    /** Nothing else that is a service's result begins like this. */
    private static final byte MARK = 0;

    private static final int HEAD = 1 + Integer.BYTES;

    static byte[] bytes(int elements, byte[] failure) {
        return ByteBuffer.allocate(HEAD + failure.length)
                .put(MARK)
                .putInt(elements)
                .put(failure)
                .array();
    }

    /** Null if the result is the answer itself. */
    static @Nullable SequenceEnd of(byte[] result) {
        if (result.length == 0 || result[0] != MARK) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(result, 1, result.length - 1);
        int elements = bytes.getInt();
        if (elements < 0) {
            throw new IllegalArgumentException("A sequence of " + elements + " elements");
        }
        byte[] failure = new byte[bytes.remaining()];
        bytes.get(failure);
        return new SequenceEnd(elements, failure);
    }
}
