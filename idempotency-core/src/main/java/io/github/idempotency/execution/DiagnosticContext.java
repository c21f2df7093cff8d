package io.github.idempotency.execution;

import org.slf4j.MDC;

/** What the log says of the execution that runs on a thread, whoever writes to it. Never the caller's key. */
final class DiagnosticContext {

    private static final String SCOPE = "idempotency.scope";

    private static final String RECORD = "idempotency.record";

    private static final String ATTEMPT = "idempotency.attempt";

    private DiagnosticContext() {}

    static void put(IdempotencyContext context) {
        MDC.put(SCOPE, context.scope());
        MDC.put(RECORD, context.storeKey().reference());
        MDC.put(ATTEMPT, Integer.toString(context.attempt()));
    }

    static void remove() {
        MDC.remove(SCOPE);
        MDC.remove(RECORD);
        MDC.remove(ATTEMPT);
    }
}
