package io.github.idempotency.outgoing;

/** A request that carries a key. Told how it ends, because only then is the next one another request. */
final class SentRequest {

    private final SentRequests requests;

    private final String key;

    private final String line;

    private final int ordinal;

    private final RequestContent content;

    /** Guarded by {@link #requests}, as is the next. */
    private boolean inFlight = true;

    private boolean answered;

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
        return answered;
    }

    /** It has this answer. Whatever says no leaves it open to be sent again. */
    void answered(int status) {
        end(status >= 200 && status < 400);
    }

    /** It has no answer. */
    void failed() {
        end(false);
    }

    void sendAgain() {
        inFlight = true;
    }

    private void end(boolean accepted) {
        synchronized (requests) {
            inFlight = false;
            answered = answered || accepted;
        }
    }
}
