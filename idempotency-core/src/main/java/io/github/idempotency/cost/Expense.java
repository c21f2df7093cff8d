package io.github.idempotency.cost;

import io.github.idempotency.store.StoreKey;

/**
 * One cost of one execution. Key, token and number name it: it is told again with the same ones and is the same then, or
 * unknown where whoever tells it does not know it any more. The first that was written down holds.
 *
 * @param key the record's
 * @param token the execution's fencing token: each attempt has another
 * @param number which of the costs of this execution it is, from 1
 * @param scope the operation
 * @param cost what it is
 */
public record Expense(StoreKey key, long token, int number, String scope, Cost cost) {}
