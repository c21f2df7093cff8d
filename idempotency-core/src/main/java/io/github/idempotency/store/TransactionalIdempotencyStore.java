package io.github.idempotency.store;

/**
 * A store in the database of the work it records, so that a completion can commit together with what the work has
 * written there, or not at all. Every other verb is committed at once by itself, also while such a transaction is open
 * on the calling thread.
 */
public interface TransactionalIdempotencyStore extends InspectableIdempotencyStore {

    /**
     * Begins a new transaction on this thread, in which all that the thread writes to the database takes part until it
     * ends; a surrounding one is suspended until then.
     *
     * @throws IllegalStateException if this store cannot, as it has been set up; the message says why
     */
    StoreTransaction begin();
}
