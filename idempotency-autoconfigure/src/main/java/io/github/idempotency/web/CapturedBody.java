package io.github.idempotency.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Fingerprint;

/**
 * A request's body that can be compared whoever has read it. What goes by is held if it is to be parsed and fits into
 * memory; otherwise it is hashed and not held. Completing it reads the rest ahead, and hands that rest to whoever reads
 * on.
 */
final class CapturedBody extends ServletInputStream {

    private static final int BLOCK = 8 * 1024;

    private final ServletInputStream source;

    private final BodyLimits limits;

    /** What is to be parsed, and once the body is complete what is to be handed on. */
    private final HeldBytes held;

    /** Whether all of it is held. */
    private boolean whole;

    /** The hash of everything read, unless all of it is held. */
    private @Nullable MessageDigest hash;

    private long total;

    /** Bytes of {@link #held} that the handler has seen. */
    private long seen;

    private boolean complete;

    /**
     * @param parsed whether the body has to be at hand as a whole
     * @param expected bytes it will have, as far as one can tell
     */
    CapturedBody(ServletInputStream source, boolean parsed, BodyLimits limits, long expected) {
        this.source = source;
        this.whole = parsed;
        this.limits = limits;
        this.held = new HeldBytes(limits.inMemory(), expected);
    }

    /**
     * Reads what has not been read yet.
     *
     * @return false if the body is larger than the limits allow
     */
    boolean complete() throws IOException {
        int first = complete ? -1 : source.read();
        complete = first < 0;
        if (!complete) {
            byte[] block = new byte[BLOCK];
            block[0] = (byte) first;
            for (int count = 1; count >= 0; count = source.read(block)) {
                if (held.size() + count > limits.readable()) {
                    return false;
                }
                count(block, 0, count);
                held.write(block, 0, count);
            }
            complete = true;
        }
        held.trim();
        return !limits.refused() || total <= limits.inMemory();
    }

    /** Whether nobody has read from this stream: the container may have read the body itself, as a form or as parts. */
    boolean isUnread() {
        return total == 0;
    }

    /** Bytes that have been read. */
    long size() {
        return total;
    }

    /** Whether the whole body is at hand; otherwise only its hash is. */
    boolean isWhole() {
        return whole;
    }

    /** The whole body, and room for more after it. */
    byte[] bytes() {
        return held.memory();
    }

    /** How many of {@link #bytes} are the body. */
    int length() {
        return (int) held.size();
    }

    /** The body once more, if all of it is held; otherwise what is left of it, which can be read once. */
    InputStream content() {
        return whole ? new ByteArrayInputStream(held.memory(), 0, length()) : this;
    }

    /** Feeds the hash of the body. */
    void update(MessageDigest digest) {
        if (whole) {
            MessageDigest own = Fingerprint.digest();
            own.update(held.memory(), 0, length());
            digest.update(own.digest());
        } else if (hash != null) {
            digest.update(hash.digest());
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (complete) {
            int count = held.read(seen, target, offset, length);
            seen += Math.max(0, count);
            return count;
        }
        int count = source.read(target, offset, length);
        if (count < 0) {
            complete = true;
        } else {
            passOn(target, offset, count);
        }
        return count;
    }

    private void passOn(byte[] bytes, int offset, int count) throws IOException {
        count(bytes, offset, count);
        if (whole) {
            held.write(bytes, offset, count);
            seen += count;
        } else if (seen > 0) {
            held.close();
            seen = 0;
        }
    }

    private void count(byte[] bytes, int offset, int count) {
        total += count;
        if (whole && total > limits.inMemory()) {
            whole = false;
            hash = Fingerprint.digest();
            hash.update(held.memory(), 0, length());
        }
        if (!whole) {
            hash = hash == null ? Fingerprint.digest() : hash;
            hash.update(bytes, offset, count);
        }
    }

    /** Forgets what is held. Closing the stream does not: a reader may do so before the body is compared. */
    void release() throws IOException {
        held.close();
    }

    @Override
    public boolean isFinished() {
        return complete ? seen >= held.size() : source.isFinished();
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
