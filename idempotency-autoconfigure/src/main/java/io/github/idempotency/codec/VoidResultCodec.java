package io.github.idempotency.codec;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultCodec;

/** Nothing was returned, so nothing is stored but the fact that it ran. */
final class VoidResultCodec implements ResultCodec<@Nullable Object> {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] encode(@Nullable Object value) {
        return NOTHING;
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return null;
    }
}
