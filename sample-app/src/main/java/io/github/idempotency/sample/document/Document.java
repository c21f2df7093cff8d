package io.github.idempotency.sample.document;

/** A document that is here, and its size in bytes. */
record Document(String id, long size) {}
