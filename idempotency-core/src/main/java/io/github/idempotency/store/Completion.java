package io.github.idempotency.store;

import org.jspecify.annotations.Nullable;

/** What became of a result that an owner brought. */
public sealed interface Completion {

    /** It is the authoritative result now. */
    record Stored() implements Completion {}

    /**
     * It was thrown away, because the claim no longer was the caller's.
     *
     * @param current the authoritative record; null when the store has none
     */
    record Lost(@Nullable IdempotencyRecord current) implements Completion {}
}
