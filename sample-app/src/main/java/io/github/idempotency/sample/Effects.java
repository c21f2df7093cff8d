package io.github.idempotency.sample;

/** What really happened, once per execution and not per request. */
record Effects(long emails, long transfers, long summaries, long modelCalls) {}
