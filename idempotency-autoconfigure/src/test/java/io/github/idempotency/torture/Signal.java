package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Stops a process where it stands, and lets it go on; clocks do not stop. */
enum Signal {
    STOP,
    CONT;

    void send(long process) {
        try {
            new ProcessBuilder("kill", "-" + name(), "" + process).start().waitFor();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
