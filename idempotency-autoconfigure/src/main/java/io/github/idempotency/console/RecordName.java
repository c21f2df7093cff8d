package io.github.idempotency.console;

import org.jspecify.annotations.Nullable;

/**
 * How an operator names a record: by what its caller knows, or by its reference. Travels in the body of a request only,
 * and is never told again, so that the key is in no address and no log.
 *
 * @param scope the operation, beside the key
 * @param key the caller's, as it was sent
 * @param owner whose key it is; null or empty where keys have no owner
 * @param reference instead of scope, key and owner
 */
record RecordName(
        @Nullable String scope,
        @Nullable String key,
        @Nullable String owner,
        @Nullable String reference) {

    @Override
    public String toString() {
        return "RecordName[reference=" + reference + "]";
    }
}
