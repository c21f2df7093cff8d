package io.github.idempotency.outgoing;

import org.jspecify.annotations.Nullable;

/** A request that carries a key. Told how it ends, because only then is the next one another request. */
final class SentRequest {

    private final SentRequests requests;

    private final String key;

    private final String line;

    private final int ordinal;

    private RequestContent content;

    /** Guarded by {@link #requests}, as is the next. */
    private boolean inFlight = true;

    private int answers;

    SentRequest(SentRequests requests, String key, String line, int ordinal, RequestContent content) {
        this.requests = requests;
        this.key = key;
        this.line = line;
        this.ordinal = ordinal;
        this.content = content;
    }

    String key() {
        return key;
    }

    String line() {
        return line;
    }

    int ordinal() {
        return ordinal;
    }

    RequestContent content() {
        return content;
    }

    boolean isInFlight() {
        return inFlight;
    }

    boolean isAnswered() {
        return answers > 0;
    }

    /** It has an answer of this status; null if that does not accept it, and it is open to be sent again. */
    @Nullable
    Answer answered(int status) {
        boolean accepted = status >= 200 && status < 400;
        synchronized (requests) {
            inFlight = false;
            answers += accepted ? 1 : 0;
        }
        return accepted ? new Answer(this) : null;
    }

    /** It has no answer. */
    void failed() {
        synchronized (requests) {
            inFlight = false;
        }
    }

    /** An answer that has accepted it was not read. */
    void lost() {
        synchronized (requests) {
            answers--;
            requests.reopen(this);
        }
    }

    void sendAgain(RequestContent again) {
        inFlight = true;
        content = again;
    }
}
