package io.github.idempotency.sample.chat;

/** A piece of an answer. As JSON: of plain text a client of event streams drops the first space. */
record Token(String text) {}
