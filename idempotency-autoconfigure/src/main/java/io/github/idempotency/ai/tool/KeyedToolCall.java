package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Fingerprint;

/**
 * A tool call that is known by its key.
 *
 * @param call what the model has asked for
 * @param arguments what its arguments mean
 * @param key null if the call cannot be told from others
 * @param owner whose key it is; empty for nobody in particular
 */
record KeyedToolCall(
        ToolCall call, Fingerprint arguments, @Nullable String key, String owner) {}
