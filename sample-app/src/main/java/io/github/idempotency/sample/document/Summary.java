package io.github.idempotency.sample.document;

/** What a document says, in short, and what it cost to find out. */
record Summary(String id, String documentId, String text, long tokens) {}
