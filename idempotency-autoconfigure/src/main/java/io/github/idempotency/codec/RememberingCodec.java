package io.github.idempotency.codec;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultCodec;

/** Values as another codec has them, and the exceptions that a method remembers. Thread-safe. */
final class RememberingCodec implements ResultCodec<@Nullable Object> {

    private final ResultCodec<@Nullable Object> values;

    private final RememberedFailures failures;

    RememberingCodec(ResultCodec<@Nullable Object> values, RememberedFailures failures) {
        this.values = values;
        this.failures = failures;
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        return values.encode(value);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return values.decode(bytes);
    }

    @Override
    public byte @Nullable [] encodeFailure(Throwable failure) {
        return failures.encode(failure);
    }

    @Override
    public Throwable decodeFailure(byte[] bytes) {
        return failures.decode(bytes);
    }
}
