package io.github.idempotency.execution;

/** What kind of call is guarded, for events, meters and traces. */
public enum Layer {

    /** A request that a handler answers. */
    HTTP,
    /** A call of a bean's method, or of the engine itself. */
    SERVICE,
    /** Nobody's call: recovery after a crash, and what an operator settles. */
    RECOVERY
}
