package io.github.idempotency.sample.email;

/** A sent email and what its text cost. */
record Email(String id, String text, long tokens) {}
