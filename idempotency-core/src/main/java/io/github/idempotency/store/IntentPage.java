package io.github.idempotency.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some of a store's intents.
 *
 * @param intents possibly none, even where more follow
 * @param next where the next page begins, a word of the store's own; null if this was the last one
 */
public record IntentPage(List<Intent> intents, @Nullable String next) {}
