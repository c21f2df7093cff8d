package io.github.idempotency.execution;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** How often it was asked to charge, be it a key that has been charged. */
    final AtomicInteger asked = new AtomicInteger();

    /** The threads, by their names. */
    final Set<String> chargedBy = new LinkedHashSet<>();

    volatile boolean down;

    /** How many charges fail before the others do not. */
    final AtomicInteger failures = new AtomicInteger();

    /** What a charge waits for. */
    volatile CountDownLatch slow = new CountDownLatch(0);

    @Override
    public synchronized void spend(Expense expense) {
        requireUp();
        written(expense);
    }

    /** The one of that key, token and number. */
    private Expense written(Expense told) {
        return spent.stream()
                .filter(known -> known.key().equals(told.key())
                        && known.token() == told.token()
                        && known.number() == told.number())
                .findAny()
                .orElseGet(() -> {
                    spent.add(told);
                    return told;
                });
    }

    @Override
    public void charge(List<Expense> expenses, @Nullable StoreTransaction within) {
        asked.incrementAndGet();
        requireUp();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("no connection is free");
        }
        try {
            if (!slow.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody goes on while this ledger is slow");
            }
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
        take(expenses);
    }

    private synchronized void take(List<Expense> expenses) {
        chargedBy.add(Thread.currentThread().getName());
        List<Expense> all = expenses.stream().map(this::written).toList();
        charged.putIfAbsent(expenses.get(0).key(), all);
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
