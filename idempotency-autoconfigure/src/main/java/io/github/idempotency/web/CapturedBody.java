package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Fingerprint;

/**
 * A request's body that remembers what was read of it, up to a limit; what exceeds the limit is only hashed. Completing
 * it reads the rest ahead, and hands that rest to whoever reads on.
 */
final class CapturedBody extends ServletInputStream {

    private final ServletInputStream source;

    private final int limit;

    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    /** The hash of everything read, from the moment it no longer fits. */
    private @Nullable MessageDigest overflow;

    /** Bytes of {@link #captured} that the handler has seen. */
    private int seen;

    private byte[] ahead = {};

    private boolean complete;

    CapturedBody(ServletInputStream source, int limit) {
        this.source = source;
        this.limit = limit;
    }

    /**
     * Reads what has not been read yet.
     *
     * @return false if it exceeds the limit while somebody may still want to read it
     */
    boolean complete() throws IOException {
        if (complete) {
            return true;
        }
        if (overflow != null) {
            complete = source.read() < 0;
            return complete;
        }
        byte[] rest = source.readNBytes(limit - captured.size() + 1);
        if (captured.size() + (long) rest.length > limit) {
            return false;
        }
        captured.writeBytes(rest);
        ahead = captured.toByteArray();
        complete = true;
        return true;
    }

    /** Whether nobody has read from this stream: the container may have read the body itself, as a form. */
    boolean isUnread() {
        return seen == 0 && overflow == null;
    }

    /** Whether the whole body is at hand; otherwise only its hash is. */
    boolean isWhole() {
        return overflow == null;
    }

    byte[] bytes() {
        return captured.toByteArray();
    }

    /** Feeds the whole body, or the hash of one that exceeds the limit. */
    void update(MessageDigest digest) {
        digest.update(overflow == null ? bytes() : overflow.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (complete) {
            int count = Math.min(length, ahead.length - seen);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(ahead, seen, target, offset, count);
            seen += count;
            return count;
        }
        int count = source.read(target, offset, length);
        if (count > 0) {
            capture(target, offset, count);
        } else if (count < 0 && overflow != null) {
            complete = true;
        }
        return count;
    }

    private void capture(byte[] bytes, int offset, int count) {
        if (overflow == null && captured.size() + (long) count > limit) {
            overflow = Fingerprint.digest();
            overflow.update(captured.toByteArray());
            captured.reset();
        }
        if (overflow == null) {
            captured.write(bytes, offset, count);
            seen += count;
        } else {
            overflow.update(bytes, offset, count);
        }
    }

    @Override
    public boolean isFinished() {
        return complete ? seen >= ahead.length : source.isFinished();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("Read the body of a request with an idempotency key with blocking calls");
    }
}
