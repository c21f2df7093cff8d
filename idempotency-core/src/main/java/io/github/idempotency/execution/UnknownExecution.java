package io.github.idempotency.execution;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/**
 * An execution whose outcome is unknown, as its reconciler sees it.
 *
 * @param scope the operation
 * @param key the caller's key; null where no caller asks but {@link IdempotencyRecovery}: keys are not stored
 * @param storeKey the record's name; a business row that carries {@code storeKey.reference()} can be found by it
 * @param token fencing token of the lost execution
 * @param attempt which attempt it was
 * @param startedAt when it began, by the store's clock
 */
public record UnknownExecution(
        String scope, @Nullable String key, StoreKey storeKey, long token, int attempt, Instant startedAt) {

    /** What {@link IdempotencyContext#childKey} gave the lost execution for the name. */
    public String childKey(String name) {
        return IdempotencyContext.childKey(storeKey, name);
    }

    UnknownExecution withoutKey() {
        return new UnknownExecution(scope, null, storeKey, token, attempt, startedAt);
    }

    static UnknownExecution of(IdempotentOperation operation, IdempotencyRecord record) {
        return new UnknownExecution(
                operation.scope(),
                operation.key(),
                operation.storeKey(),
                record.token(),
                record.attempt(),
                record.startedAt());
    }
}
