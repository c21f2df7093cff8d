package io.github.idempotency.actuate;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A page of executions without outcome.
 *
 * @param scopes by scope; possibly none, even where more follow
 * @param next what to ask for as {@code after} to get the next page; null if this was the last one
 */
public record IntentsDescriptor(
        Map<String, List<IntentDescriptor>> scopes,
        @Nullable String next) {}
