package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What a script says of a record: verdict, header, payload, the server's clock, and a number, the remaining life unless
 * the verdict says otherwise; then frames, if it was asked for them.
 */
record Reply(List<Object> parts) {

    /** The remaining life of a key that is not there; an empty value has one, or none. */
    private static final long NO_KEY = -2;

    String verdict() {
        return new String((byte[]) parts.get(0), StandardCharsets.US_ASCII);
    }

    boolean absent() {
        return header().length == 0 && number() == NO_KEY;
    }

    byte[] header() {
        return (byte[]) parts.get(1);
    }

    byte[] payload() {
        return (byte[]) parts.get(2);
    }

    /** Of a reply whose number is the remaining life. */
    Instant expiresAt() {
        return now().plusMillis(number());
    }

    Instant now() {
        return Instant.ofEpochMilli((Long) parts.get(3));
    }

    long number() {
        return (Long) parts.get(4);
    }

    List<byte[]> frames() {
        return ((List<?>) parts.get(5)).stream().map(byte[].class::cast).toList();
    }
}
