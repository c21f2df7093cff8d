package io.github.idempotency.execution;

/** What kind of call is guarded, for events, meters and traces. */
public enum Layer {

    /** A request that a handler answers. */
    HTTP,
    /** A call of a bean's method, or of the engine itself. */
    SERVICE,
    /** A tool that a language model has called. */
    TOOL,
    /** A part of a guarded call that is guarded by itself: one generation of a model, one sample. */
    STEP,
    /** Nobody's call: recovery after a crash, and what an operator settles. */
    RECOVERY
}
