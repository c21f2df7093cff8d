package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;

/** What one execution has cost so far. Thread-safe. */
final class CostTally {

    private final List<Cost> own = new ArrayList<>();

    private CostSum within = CostSum.NONE;

    /** Adds a cost of the execution itself; returns which of them it is, from 1. */
    synchronized int add(Cost cost) {
        own.add(cost);
        return own.size();
    }

    /** Adds what a guarded call within the execution has cost, be it long ago. */
    synchronized void addWithin(CostSum inner) {
        within = within.plus(inner);
    }

    /** The costs of the execution itself, those of guarded calls within it not included. */
    synchronized List<Cost> own() {
        return List.copyOf(own);
    }

    /** What {@link #own()} comes to. */
    synchronized CostSum sum() {
        return own.stream().map(CostSum::of).reduce(CostSum.NONE, CostSum::plus);
    }

    /** What it has cost with all guarded calls within it: what a replay saves. */
    synchronized CostSum total() {
        return sum().plus(within);
    }
}
