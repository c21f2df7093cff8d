package io.github.idempotency.execution;

/**
 * The moment before the store is asked.
 *
 * @param nanos this process's monotonic clock
 * @param ends how many messages of the store there had been
 */
record NearQuestion(long nanos, long ends) {

    /** Of whose answer no copy is kept. */
    static final NearQuestion NONE = new NearQuestion(0, 0);
}
