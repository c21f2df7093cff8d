package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a model has asked for. Everything about it but its arguments is the runtime's.
 *
 * @param session the conversation, within which ids of calls are unique; null or blank if there is none
 * @param tool name of the tool
 * @param id of the call; null or blank if the model gives none
 * @param arguments as the model has worded them, usually JSON
 */
public record ToolCall(
        @Nullable String session, String tool, @Nullable String id, String arguments) {}
