package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A body that is held back, from which the record is written without a copy between them. */
final class RecordedBytes extends ByteArrayOutputStream {

    void copyTo(ByteBuffer target) {
        target.put(buf, 0, count);
    }
}
