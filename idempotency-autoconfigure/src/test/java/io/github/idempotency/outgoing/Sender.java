package io.github.idempotency.outgoing;

import java.net.URI;

/** Sends a request with one of the clients that applications have, and throws if it was not accepted. */
@FunctionalInterface
interface Sender {

    void send(String method, URI uri, String body);

    default void post(URI uri, String body) {
        send("POST", uri, body);
    }
}
