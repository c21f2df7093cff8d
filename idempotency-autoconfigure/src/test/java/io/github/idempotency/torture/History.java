package io.github.idempotency.torture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that has happened, in memory for the checker and in a file for whoever doubts it. */
final class History implements AutoCloseable {

    static final String FILE = "history.tsv";

    private final List<HistoryEntry> entries = new ArrayList<>();

    private final BufferedWriter file;

    History(Path directory) {
        try {
            file = Files.newBufferedWriter(directory.resolve(FILE));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    synchronized void add(HistoryEntry entry) {
        entries.add(entry);
        try {
            file.write(entry.line() + "\n");
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** What has been added here, and what the processes have written down. */
    synchronized List<HistoryEntry> with(List<HistoryEntry> journals) {
        List<HistoryEntry> all = new ArrayList<>(entries);
        all.addAll(journals);
        all.sort(Comparator.comparingLong(HistoryEntry::at));
        return all;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
