package io.github.idempotency.web;

import java.io.IOException;

/** What to do when an answer outgrows what is held back. */
@FunctionalInterface
interface Overflow {

    void run() throws IOException;
}
