package io.github.idempotency.web;

import java.io.IOException;

/** Until when an answer is held back, and what to do then. */
interface Overflow {

    /** Whether the recorded answer may not grow to so many bytes. */
    boolean isDue(long size);

    /** Whether the handler has said that its answer comes later, and it has not come yet. */
    boolean isAnsweredLater();

    /**
     * Told before the recording grows so far; releases or discards.
     *
     * @return false if what is written is thrown away, as there is nobody who could get it
     * @throws IOException if there is to be no answer any more
     */
    boolean run() throws IOException;
}
