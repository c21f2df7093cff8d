package io.github.idempotency.execution;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an execution is found among traces. Says nothing of its caller.
 *
 * @param traceId 16 or 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 */
public record TraceReference(String traceId, String spanId) {

    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{16}([0-9a-f]{16})?");

    private static final Pattern SPAN = Pattern.compile("[0-9a-f]{16}");

    /** Empty if these are not what names a trace and a span: of one that is recorded by nobody, for example. */
    public static Optional<TraceReference> of(String traceId, String spanId) {
        return isOne(traceId, spanId) ? Optional.of(new TraceReference(traceId, spanId)) : Optional.empty();
    }

    public TraceReference {
        if (!isOne(traceId, spanId)) {
            throw new IllegalArgumentException("No trace and span: " + traceId + " " + spanId);
        }
    }

    private static boolean isOne(String traceId, String spanId) {
        return TRACE.matcher(traceId).matches() && SPAN.matcher(spanId).matches();
    }
}
