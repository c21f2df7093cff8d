package io.github.idempotency.store;

import java.time.Duration;

/**
 * A transaction of the store's database on the thread that began it, and nobody else's. It ends with the first
 * {@link #commit} or {@link #rollback}, whatever becomes of that; no other verb may follow.
 */
public interface StoreTransaction {

    /**
     * As {@link IdempotencyStore#complete}, as part of this transaction: others see it with the commit, and whoever
     * wants to change the record waits for that. After {@link Completion.Lost} only a rollback may follow.
     */
    Completion complete(StoreKey key, long token, Result result, Duration retention);

    /**
     * Commits.
     *
     * @throws RuntimeException if nobody has confirmed it; whether it happened is open, and the record knows
     */
    void commit();

    /**
     * Undoes all that was written.
     *
     * @throws RuntimeException if nobody has confirmed it
     */
    void rollback();
}
