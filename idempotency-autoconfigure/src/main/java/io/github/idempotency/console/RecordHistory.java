package io.github.idempotency.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One record and how it came to stand there.
 *
 * @param reference its name in the store and in logs
 * @param scope the operation
 * @param record what the store says; null if it has none, or none that can be read
 * @param unreadable what is wrong with it; null if nothing is
 * @param events what this node has seen lately, the oldest first
 */
record RecordHistory(
        String reference,
        String scope,
        @Nullable RecordFacts record,
        @Nullable String unreadable,
        List<RecentEvent> events) {}
