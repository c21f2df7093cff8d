package io.github.idempotency.torture;

/**
 * A key that clients share.
 *
 * @param key as the clients send it
 * @param record as the store calls it
 */
record TortureKey(Work work, String key, String record) {

    TortureKey(Work work, String key) {
        this(work, key, work.record(key));
    }
}
