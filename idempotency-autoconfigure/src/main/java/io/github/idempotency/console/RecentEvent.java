package io.github.idempotency.console;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A step of a call as this node saw it.
 *
 * @param at this node's clock
 * @param type what happened, as in logs and meters
 * @param attempt the execution that it is about; null if not known
 * @param token that execution's fencing token; null if not known
 */
record RecentEvent(
        Instant at,
        String type,
        @Nullable Integer attempt,
        @Nullable Long token) {}
