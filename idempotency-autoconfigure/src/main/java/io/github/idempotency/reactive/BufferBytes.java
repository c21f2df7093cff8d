package io.github.idempotency.reactive;

import java.nio.ByteBuffer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** What is in a buffer of the server's. */
final class BufferBytes {

    private BufferBytes() {}

    /** Without changing anything about it. */
    static byte[] copy(DataBuffer buffer) {
        ByteBuffer copy = ByteBuffer.allocate(buffer.readableByteCount());
        buffer.toByteBuffer(copy);
        return copy.array();
    }

    /** And gives the buffer back. */
    static byte[] take(DataBuffer buffer) {
        byte[] bytes = copy(buffer);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
