package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** One place of an application process: a JVM of its own that may be killed, paused and started again. */
final class ApplicationProcess implements AutoCloseable {

    /** A JVM starts in seconds, unless others have the machine. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String name;

    private final Path directory;

    private final ApplicationCommand command;

    private final History history;

    private int generation;

    private volatile Process process;

    private volatile Path journal;

    /** Where the process listens, or did. */
    private volatile URI uri;

    private volatile boolean ready;

    ApplicationProcess(String name, Path directory, ApplicationCommand command, History history) {
        this.name = name;
        this.directory = directory;
        this.command = command;
        this.history = history;
    }

    /** Starts the process; {@link #awaitReady()} returns once it serves. */
    synchronized ApplicationProcess start() {
        String incarnation = name + "." + ++generation;
        journal = directory.resolve(incarnation + ".tsv");
        try {
            process = new ProcessBuilder(command.of(incarnation, journal))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(incarnation + ".log").toFile())
                    .start();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Also starts it again: an application may give up if its store fails while it starts. */
    void awaitReady() {
        long started = System.nanoTime();
        HistoryEntry listening = Awaitility.await(name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            if (!process.isAlive()) {
                                start();
                            }
                            return listening();
                        },
                        Optional::isPresent)
                .orElseThrow();
        if (listening.at() < started - PATIENCE.toNanos() || listening.at() > System.nanoTime()) {
            throw new IllegalStateException("The processes of this machine have no common System.nanoTime()");
        }
        uri = URI.create("http://127.0.0.1:" + listening.detail());
        WorkRequest.warmUp(uri, command.works());
        ready = true;
    }

    private Optional<HistoryEntry> listening() {
        return journal().stream().filter(entry -> entry.kind() == Kind.READY).findFirst();
    }

    URI uri() {
        return uri;
    }

    boolean isReady() {
        return ready;
    }

    /** What the present process has done. */
    List<HistoryEntry> journal() {
        return Journal.read(journal);
    }

    /** As a crash would end it. */
    void kill() {
        ready = false;
        end();
        history.add(HistoryEntry.now(System.nanoTime(), name + "." + generation, Kind.DIED, "-", 0, ""));
    }

    /** Stops the process where it stands, and its clock goes on. */
    void pause() {
        Signal.STOP.send(process.pid());
    }

    void resume() {
        Signal.CONT.send(process.pid());
    }

    private void end() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            end();
        }
    }

    /** Every line that any process has left in the directory. */
    static List<HistoryEntry> journals(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".tsv") && !file.endsWith(History.FILE))
                    .flatMap(file -> Journal.read(file).stream())
                    .toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
