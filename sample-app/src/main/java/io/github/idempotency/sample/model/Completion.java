package io.github.idempotency.sample.model;

/** What the model said and how many tokens it took, prompt included. */
public record Completion(String text, long tokens) {}
