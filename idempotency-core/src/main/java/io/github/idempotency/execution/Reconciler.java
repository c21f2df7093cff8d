package io.github.idempotency.execution;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.Reconciliation;

/**
 * Finds out what became of an irreversible execution whose owner died or failed. It may be asked by several callers at
 * once and must change nothing: what it answers takes effect by one of them, atomically. What it throws counts as
 * {@link Reconciliation#cannotTell()}.
 */
@FunctionalInterface
public interface Reconciler {

    /** Asked before a call with the same key is refused as {@code OUTCOME_UNKNOWN}. */
    Reconciliation<? extends @Nullable Object> reconcile(UnknownExecution execution);
}
