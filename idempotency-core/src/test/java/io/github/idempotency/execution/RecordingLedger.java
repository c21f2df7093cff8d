package io.github.idempotency.execution;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.StoreTransaction;

/** A ledger in memory: an expense is written once, and a key is charged once. */
final class RecordingLedger implements CostLedger {

    final Set<Expense> spent = new LinkedHashSet<>();

    final Map<StoreKey, List<Expense>> charged = new LinkedHashMap<>();

    boolean down;

    @Override
    public synchronized void spend(Expense expense) {
        requireUp();
        spent.add(expense);
    }

    @Override
    public synchronized void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
        requireUp();
        spent.addAll(expenses);
        charged.putIfAbsent(expenses.get(0).key(), expenses);
    }

    @Override
    public boolean joins(IdempotencyStore store) {
        return false;
    }

    private void requireUp() {
        if (down) {
            throw new IllegalStateException("down");
        }
    }
}
