package io.github.idempotency.sample.assistant;

/** A bean with methods that the assistant may call, each a {@link org.springframework.ai.tool.annotation.Tool}. */
public interface AssistantTool {}
