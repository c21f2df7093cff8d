package io.github.idempotency.ai.tool;

import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * Metadata of a tool that may run any number of times, and so is never guarded. Immutable.
 *
 * @param returnDirect whether its result is the answer, without the model
 */
public record ReadOnlyToolMetadata(boolean returnDirect) implements ToolMetadata {}
