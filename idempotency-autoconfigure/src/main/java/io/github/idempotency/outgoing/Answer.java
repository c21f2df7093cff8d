package io.github.idempotency.outgoing;

import java.util.concurrent.atomic.AtomicBoolean;

/** An answer that accepts its request. It counts as received until reading it fails. Thread-safe. */
final class Answer {

    private final SentRequest request;

    private final AtomicBoolean ended = new AtomicBoolean();

    Answer(SentRequest request) {
        this.request = request;
    }

    /** Its reader has all that it wants. Whatever is tried with it after that changes nothing. */
    void received() {
        ended.set(true);
    }

    /** Its reader did not get to its end: the request may be sent again. */
    void lost() {
        if (ended.compareAndSet(false, true)) {
            request.lost();
        }
    }
}
