package io.github.idempotency.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.github.idempotency.key.HeaderKeyParser;

/**
 * How guarded handlers speak HTTP.
 *
 * @param keys reads the key
 * @param replayedHeaders the response headers that are stored and replayed, in any case
 * @param replayMarks the headers that are true on a stored answer, beside {@link IdempotencyHeaders#REPLAYED}
 * @param statuses which answers are stored
 * @param bodies how much of a request's body is held for the fingerprint
 * @param replayPace what passes at least between two frames of a stream that is replayed; zero for nothing
 */
public record HttpSettings(
        HeaderKeyParser keys,
        Set<String> replayedHeaders,
        Set<String> replayMarks,
        StoredStatus statuses,
        BodyLimits bodies,
        Duration replayPace) {

    /** Never replayed, whatever is configured: they belong to one connection, one moment or one client. */
    private static final Set<String> NEVER = Set.of(
            "connection",
            "content-length",
            "date",
            "idempotency-expires",
            "idempotent-replayed",
            "keep-alive",
            "proxy-authenticate",
            "set-cookie",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate",
            "x-original-request-time");

    /** With streams replayed as fast as their readers take them. */
    public HttpSettings(
            HeaderKeyParser keys,
            Set<String> replayedHeaders,
            Set<String> replayMarks,
            StoredStatus statuses,
            BodyLimits bodies) {
        this(keys, replayedHeaders, replayMarks, statuses, bodies, Duration.ZERO);
    }

    public HttpSettings {
        Set<String> replayed = new TreeSet<>();
        for (String name : replayedHeaders) {
            replayed.add(name.toLowerCase(Locale.ROOT));
        }
        replayed.removeAll(NEVER);
        replayMarks.forEach(mark -> replayed.remove(mark.toLowerCase(Locale.ROOT)));
        replayMarks = Set.copyOf(replayMarks);
        replayedHeaders = Set.copyOf(replayed);
    }

    /** Whether a response header is stored and replayed. */
    public boolean isReplayed(String name) {
        return replayedHeaders.contains(name.toLowerCase(Locale.ROOT));
    }
}
