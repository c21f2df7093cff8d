package io.github.idempotency.benchmark.scale;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Puts load on a path. */
@FunctionalInterface
public interface Load {

    /**
     * Sends requests for that long, one after the other on each connection.
     *
     * @param key of every request, or what the key of each begins with
     * @param own whether each request has a key of its own
     * @return how many were answered in a second
     */
    double perSecond(URI target, int connections, Duration time, String key, boolean own) throws Exception;

    /** First executions. */
    default double firsts(URI target, int connections, Duration time) throws Exception {
        return perSecond(target, connections, time, UUID.randomUUID().toString(), true);
    }

    /** Retries of a call that has ended: one caller uses the key before the others come, who would be refused meanwhile. */
    default double replays(URI target, int connections, Duration time) throws Exception {
        String key = UUID.randomUUID().toString();
        perSecond(target, 1, Duration.ofSeconds(1), key, false);
        return perSecond(target, connections, time, key, false);
    }
}
