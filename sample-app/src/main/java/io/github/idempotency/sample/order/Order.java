package io.github.idempotency.sample.order;

/** Something that a customer has bought; the price is in pence. */
record Order(String id, String customer, String item, long price) {}
