package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * What one process has done, a line for each step and one appending write for each line: what has been written outlives
 * a {@code kill -9}, because the operating system has it.
 */
final class Journal {

    private final String process;

    private final FileChannel file;

    Journal(String process, Path path) {
        this.process = process;
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    String process() {
        return process;
    }

    void write(Kind kind, String key, long token, String detail) {
        write(System.nanoTime(), kind, key, token, detail);
    }

    void write(long from, Kind kind, String key, long token, String detail) {
        String line = HistoryEntry.now(from, process, kind, key, token, detail).line() + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        synchronized (file) {
            try {
                file.write(bytes);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    /** All whole lines; a process that is killed may leave a part of one. */
    static List<HistoryEntry> read(Path path) {
        try {
            String text = Files.exists(path) ? Files.readString(path) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(HistoryEntry::of)
                    .toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
