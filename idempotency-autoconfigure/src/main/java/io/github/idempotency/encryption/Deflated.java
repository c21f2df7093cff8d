package io.github.idempotency.encryption;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.UnreadableRecordException;

/** Compressed bytes (RFC 1951), with the length of the original before them (4 bytes). */
final class Deflated {

    private Deflated() {}

    /** Null if it would not be smaller. */
    static byte @Nullable [] of(byte[] original) {
        byte[] smaller = new byte[original.length];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(original);
            deflater.finish();
            int length = Integer.BYTES;
            while (!deflater.finished() && length < smaller.length) {
                length += deflater.deflate(smaller, length, smaller.length - length);
            }
            if (!deflater.finished()) {
                return null;
            }
            ByteBuffer.wrap(smaller).putInt(original.length);
            return Arrays.copyOf(smaller, length);
        } finally {
            deflater.end();
        }
    }

    /** Never makes more of it than it says, nor more than that many bytes. */
    static byte[] original(byte[] deflated, long maxSize) {
        int length =
                deflated.length < Integer.BYTES ? -1 : ByteBuffer.wrap(deflated).getInt();
        if (length < 0 || length > maxSize) {
            throw new UnreadableRecordException("it is no compressed answer of up to max-result-size");
        }
        byte[] original = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated, Integer.BYTES, deflated.length - Integer.BYTES);
            int made = inflater.inflate(original);
            // The end is told by a call that makes nothing.
            if (made != length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new UnreadableRecordException("it is no compressed answer of the length it says");
            }
            return original;
        } catch (DataFormatException ex) {
            throw new UnreadableRecordException("it is no compressed answer", ex);
        } finally {
            inflater.end();
        }
    }
}
