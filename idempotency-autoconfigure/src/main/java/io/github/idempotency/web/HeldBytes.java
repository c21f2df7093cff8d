package io.github.idempotency.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Bytes in the order they came: in memory up to a limit, what exceeds it in a temporary file of the owner's alone. */
public final class HeldBytes implements Closeable {

    static final String FILE_PREFIX = "idempotency-body-";

    private static final int FIRST_BLOCK = 8 * 1024;

    /** Less is not worth a copy. */
    private static final int TRIMMED = 512;

    private final int memoryLimit;

    /** How many there will be, unless whoever said so was wrong. */
    private final int expected;

    private byte[] memory = {};

    private int inMemory;

    private @Nullable FileChannel file;

    private long inFile;

    /** @param expected how many there will be, as far as one can tell; not relied on */
    public HeldBytes(int memoryLimit, long expected) {
        this.memoryLimit = memoryLimit;
        this.expected = (int) Math.min(Math.max(0, expected), memoryLimit);
    }

    /** How many there are. */
    public long size() {
        return inMemory + inFile;
    }

    /** The bytes in memory, and room for more after them. */
    public byte[] memory() {
        return memory;
    }

    /** Adds bytes; what exceeds the limit is written to a file. */
    public void write(byte[] bytes, int offset, int length) {
        int fitting = Math.min(length, memoryLimit - inMemory);
        if (inMemory + fitting > memory.length) {
            memory = Arrays.copyOf(memory, room(inMemory + fitting));
        }
        System.arraycopy(bytes, offset, memory, inMemory, fitting);
        inMemory += fitting;
        if (fitting < length) {
            spool(ByteBuffer.wrap(bytes, offset + fitting, length - fitting));
        }
    }

    /** Never more than a first block, or twice of what has come, on the word of somebody who may send no more. */
    private int room(int needed) {
        long doubled = Math.max(Math.min(expected, FIRST_BLOCK), 2L * memory.length);
        long useful = needed <= expected ? expected : memoryLimit;
        return (int) Math.max(needed, Math.min(doubled, useful));
    }

    /** No more will be written: gives back room that is not needed. */
    void trim() {
        if (memory.length - inMemory > TRIMMED) {
            memory = Arrays.copyOf(memory, inMemory);
        }
    }

    /** Reads from a position on; -1 at the end. */
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position < inMemory) {
            int count = (int) Math.min(length, inMemory - position);
            System.arraycopy(memory, (int) position, target, offset, count);
            return count;
        }
        return file == null ? -1 : file.read(ByteBuffer.wrap(target, offset, length), position - inMemory);
    }

    private void spool(ByteBuffer bytes) {
        try {
            if (file == null) {
                Path path = Files.createTempFile(FILE_PREFIX, null);
                // Where the system allows it the file has no name from here on: a killed process leaves none behind.
                file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            }
            while (bytes.hasRemaining()) {
                inFile += file.write(bytes, inFile);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(
                    "A request body cannot be put into a temporary file; idempotency.web.on-large-request=refuse does"
                            + " without",
                    ex);
        }
    }

    /** Forgets them all. */
    @Override
    public void close() throws IOException {
        memory = new byte[0];
        inMemory = 0;
        inFile = 0;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
