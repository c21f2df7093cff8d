package io.github.idempotency.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a record should be is something that the store cannot read: damaged, of a later format, or somebody else's.
 * Unlike a store that cannot be asked, it has answered: the key has been used, and nobody can tell for what. So the call
 * is refused whatever is configured, until an operator has deleted the record.
 *
 * <p>The message says what is wrong with it and nothing of what it contains.
 */
public final class UnreadableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        this(message, null);
    }

    public UnreadableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
