package io.github.idempotency.web;

/**
 * How much of a request's body is held so that it can be fingerprinted.
 *
 * @param inMemory bytes in memory at most
 * @param spooled bytes in a temporary file at most, where what the handler is going to read does not fit into memory;
 *     nothing beyond memory unless it is more than that
 * @param refused whether a body that does not fit into memory is refused, even if it need not be held
 */
public record BodyLimits(int inMemory, long spooled, boolean refused) {

    /** Bytes of a body that can be read ahead of its handler. */
    public long readable() {
        return refused ? inMemory : Math.max(inMemory, spooled);
    }
}
