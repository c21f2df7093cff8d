package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Frames as large as a container's buffer, or as the handler flushes them. */
final class ChunkFrames implements Frames {

    private static final int SIZE = 8 * 1024;

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    @Override
    public List<byte[]> add(byte[] bytes, int offset, int length) {
        open.write(bytes, offset, length);
        return open.size() < SIZE ? List.of() : flush();
    }

    @Override
    public List<byte[]> flush() {
        if (open.size() == 0) {
            return List.of();
        }
        byte[] frame = open.toByteArray();
        open.reset();
        return List.of(frame);
    }

    @Override
    public List<byte[]> end() {
        return flush();
    }
}
