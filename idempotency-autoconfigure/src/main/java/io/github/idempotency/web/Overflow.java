package io.github.idempotency.web;

import java.io.IOException;

/** Until when an answer is held back, and what to do then. */
interface Overflow {

    /** Whether the recorded answer may not grow to so many bytes. */
    boolean isDue(long size);

    /** Told once, before the recording grows so far; releases or discards. */
    void run() throws IOException;
}
