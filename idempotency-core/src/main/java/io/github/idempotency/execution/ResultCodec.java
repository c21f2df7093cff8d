package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Turns a value into the bytes that are stored and back. Either direction may throw an unchecked exception: a value that
 * cannot be encoded is given to its caller but not retained.
 */
public interface ResultCodec<T extends @Nullable Object> {

    /** Plain text. */
    ResultCodec<String> UTF_8 = new ResultCodec<>() {

        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    byte[] encode(T value);

    T decode(byte[] bytes);

    /** The bytes of an exception that is stored and thrown again; null for all others, and unless overridden for any. */
    default byte @Nullable [] encodeFailure(Throwable failure) {
        return null;
    }

    /** The exception again. */
    default Throwable decodeFailure(byte[] bytes) {
        throw new IllegalStateException("A stored exception, and the method remembers none");
    }
}
