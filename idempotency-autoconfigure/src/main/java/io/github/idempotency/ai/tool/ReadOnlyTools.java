package io.github.idempotency.ai.tool;

/** Knows tools that may run any number of times, and so are never guarded. Declare beans; must be thread-safe. */
@FunctionalInterface
public interface ReadOnlyTools {

    /** Whether the tool of that name has no effect, or none beyond its first call's. */
    boolean isReadOnly(String tool);
}
