package io.github.idempotency.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What became of a result that an owner brought. */
public sealed interface Completion {

    /**
     * It is the authoritative result now.
     *
     * @param expiresAt when the store forgets it; null if the store does not learn that by storing it
     */
    record Stored(@Nullable Instant expiresAt) implements Completion {

        /** By a store that cannot say until when. */
        public Stored() {
            this(null);
        }
    }

    /**
     * It was thrown away, because the claim no longer was the caller's.
     *
     * @param current the authoritative record; null when the store has none
     */
    record Lost(@Nullable IdempotencyRecord current) implements Completion {}
}
