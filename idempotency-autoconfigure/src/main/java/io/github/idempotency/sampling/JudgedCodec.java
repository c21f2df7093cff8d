package io.github.idempotency.sampling;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.execution.Verdict;

/** Four bytes of length, that many of the error, and the value; a length of -1 for no error. */
record JudgedCodec<T extends @Nullable Object>(ResultCodec<T> values) implements ResultCodec<Judged<T>> {

    @Override
    public byte[] encode(Judged<T> judged) {
        String error = judged.verdict().error();
        byte[] text = error == null ? new byte[0] : error.getBytes(StandardCharsets.UTF_8);
        byte[] value = values.encode(judged.value());
        return ByteBuffer.allocate(Integer.BYTES + text.length + value.length)
                .putInt(error == null ? -1 : text.length)
                .put(text)
                .put(value)
                .array();
    }

    @Override
    public Judged<T> decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt();
        byte[] text = new byte[Math.max(length, 0)];
        buffer.get(text);
        byte[] value = new byte[buffer.remaining()];
        buffer.get(value);
        Verdict verdict = length < 0 ? Verdict.USABLE : Verdict.rejected(new String(text, StandardCharsets.UTF_8));
        return new Judged<>(values.decode(value), verdict);
    }
}
