package io.github.idempotency.execution;

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

    public TraceReference {
        if (!TRACE.matcher(traceId).matches() || !SPAN.matcher(spanId).matches()) {
            throw new IllegalArgumentException("No trace and span: " + traceId + " " + spanId);
        }
    }
}
