package io.github.idempotency.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.Replay;
import io.github.idempotency.key.HeaderKeyParser;

/** What a stored answer carries beside its own headers. */
public final class ReplayHeaders {

    private ReplayHeaders() {}

    /** @param request reads a header of the request that is answered; null if it has none of that name */
    public static Map<String, String> of(
            Replay replay, HttpSettings settings, Function<String, @Nullable String> request) {
        Map<String, String> headers = of(replay.startedAt(), settings, request);
        headers.put(IdempotencyHeaders.EXPIRES, seconds(replay.expiresAt()));
        return headers;
    }

    /** Of an answer that is still being given. */
    public static Map<String, String> of(
            Instant startedAt, HttpSettings settings, Function<String, @Nullable String> request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(IdempotencyHeaders.REPLAYED, "true");
        settings.replayMarks().forEach(mark -> headers.put(mark, "true"));
        for (String header : settings.keys().headers()) {
            String key = request.apply(header);
            // Only as it came: it has been checked to be printable ASCII by then, unless it was not used as the key.
            if (key != null && HeaderKeyParser.isPrintable(key)) {
                headers.put(header, key);
            }
        }
        headers.put(IdempotencyHeaders.ORIGINAL_REQUEST_TIME, startedAt.toString());
        return headers;
    }

    /** As the header {@link IdempotencyHeaders#EXPIRES} says it. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
