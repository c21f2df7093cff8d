package io.github.idempotency.sample.translation;

/** A text in another language and what that cost. */
record Translation(String id, String language, String text, long tokens) {}
