package io.github.idempotency.sample.transfer;

/** Money that has moved. */
record Transfer(String id, String from, String to, long amount) {}
