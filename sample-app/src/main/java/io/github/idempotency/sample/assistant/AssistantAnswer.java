package io.github.idempotency.sample.assistant;

/** What the assistant has to say when it is done, and the tokens of all that the model was asked for it. */
record AssistantAnswer(String text, long tokens) {}
